import { column, id, type Projection } from '../db/projection.ts';
import { sql } from '../db/sql.ts';
import { changeColumns, hiddenUnlessPersonal, personalColumns } from './columns.ts';

/** `Customer`, from a row of `customer`. */
export const customerProjection: Projection = {
  always: ['id'],
  columns: {
    id: column('id'),
    fullName: column('full_name'),
    ...personalColumns,
    dateOfBirth: hiddenUnlessPersonal('date_of_birth'),
    notes: hiddenUnlessPersonal('notes'),
    isDisabled: column('is_disabled'),
    ...changeColumns,
  },
};

/** `Consultant`, from a row of `consultant`. */
export const consultantProjection: Projection = {
  always: ['id'],
  columns: {
    id: id(),
    fullName: column('full_name'),
    ...personalColumns,
    imageUrl: column('image_url'),
    specialties: column('specialties'),
    qualifications: column('qualifications'),
    joinDate: column('join_date'),
    maxPerDay: column('max_per_day'),
    isDisabled: column('is_disabled'),
    ...changeColumns,
  },
  relations: () => ({
    rating: row => sql`(
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = ${row}.id)`,
  }),
};
