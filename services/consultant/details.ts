import { type CreateConsultantInput, type UpdateConsultantInput } from '../../generated/graphql.ts';
import { optionalDate } from '../shared/dates.ts';
import { fold } from '../shared/search.ts';
import { emailAddress, keptText, neededText, optionalText, webAddress } from '../shared/text.ts';

/** What is said of a consultant, by column. Absent columns stay as they are; null clears. */
export interface ConsultantDetails {
  readonly full_name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly phone_number?: string | null | undefined;
  readonly image_url?: string | null | undefined;
  readonly specialties?: readonly string[] | undefined;
  readonly qualifications?: string | null | undefined;
  readonly join_date?: string | null | undefined;
  readonly max_per_day?: number | null | undefined;
}

export function newConsultant(input: CreateConsultantInput): ConsultantDetails {
  return { ...optional(input), full_name: neededText('fullName', input.fullName, 100) };
}

export function changedConsultant(input: UpdateConsultantInput): ConsultantDetails {
  return { ...optional(input), full_name: keptText('fullName', input.fullName, 100) };
}

/** Without repetitions in another case or other accents; the first spelling stays. Null is none at all. */
export function distinctSpecialties(
  list: readonly string[] | null | undefined,
): readonly string[] | undefined {
  if (list === undefined) return undefined;
  const found = new Map<string, string>();
  for (const text of list ?? []) {
    const specialty = neededText('specialties', text, 100);
    const key = fold(specialty);
    if (!found.has(key)) found.set(key, specialty);
  }
  return [...found.values()];
}

/** `max_per_day` is the database's to judge: `consultant_max_per_day_positive`. */
function optional(input: UpdateConsultantInput): ConsultantDetails {
  return {
    email: emailAddress('email', input.email),
    phone_number: optionalText('phoneNumber', input.phoneNumber, 20),
    image_url: webAddress('imageUrl', optionalText('imageUrl', input.imageUrl, 2000)),
    specialties: distinctSpecialties(input.specialties),
    qualifications: optionalText('qualifications', input.qualifications, 4000),
    join_date: optionalDate('joinDate', input.joinDate),
    max_per_day: input.maxPerDay,
  };
}
