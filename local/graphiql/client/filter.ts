import { type OperationGroup } from '../saved-operation.ts';

/**
 * The groups with the operations in which every word is found, in title, purpose, document or the group's title; groups
 * without any are left out. Case and accents do not matter.
 */
export function filterGroups(
  groups: readonly OperationGroup[],
  text: string,
): readonly OperationGroup[] {
  const words = plain(text)
    .split(/\s+/)
    .filter(word => word !== '');
  return groups
    .map(group => ({
      ...group,
      operations: group.operations.filter(({ title, purpose, query }) => {
        const searched = plain(`${group.title} ${title} ${purpose} ${query}`);
        return words.every(word => searched.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}
