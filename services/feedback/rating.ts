import { invalidInput } from '../shared/errors.ts';

/** A new rating: 0 to 5 in steps of a half. Errors: `InvalidInput/BAD_RATING`. */
export function newRating(field: string, rating: number): number {
  if (rating >= 0 && rating <= 5 && Number.isInteger(rating * 2)) return rating;
  throw invalidInput('BAD_RATING', `${field} is ${rating}; use 0 to 5 in steps of 0.5`, { field });
}
