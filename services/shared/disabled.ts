/** The part of a filter that hides what is disabled: it is shown only when it is asked for. */
export function disabledShown(filter: {
  readonly includeDisabled?: boolean | null | undefined;
  readonly isDisabled?: boolean | null | undefined;
}): boolean | 'both' {
  if (typeof filter.isDisabled === 'boolean') return filter.isDisabled;
  return filter.includeDisabled === true ? 'both' : false;
}
