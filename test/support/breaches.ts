/** A statement, and the rule that refuses it by name. Over the rows of test/database/constraints.test.ts. */
export type Breach = readonly [constraint: string, statement: string];

const appointment = (columns: string, values: string) =>
  `insert into appointment (customer_id, date, start_time, ${columns}) values ('d', '2025-03-07', '09:00', ${values})`;
const token = (text: string) =>
  `insert into client_token (actor, token, operation, input_hash, result_id) values ('a', '${text}', 'o', 'h', '1')`;
/** Rows that are over already come with an import. */
const imported = (statement: string) => `set local meetassist.importing = 'on'; ${statement}`;
/** Appointment 9, which overlaps 1 since it was imported. */
export const legacy = `${imported(
  `insert into appointment (id, customer_id, consultant_id, date, start_time, legacy_overlap) values (9, 'd', 1, '2025-03-06', '09:30', true)`,
)}; set local meetassist.importing = 'off'`;
/** Over a day that only the archive has. */
const unloaded = (table: string, statement: string) =>
  `insert into unloaded_partition (table_name, date) values ('${table}', '2025-03-06'); ${statement}`;
const job = (columns = '', values = '') =>
  `insert into archive_job (kind, input, actor, actor_name, trigger${columns}) values ('RUN', '{}', 'a', 'n', 'ADMIN'${values})`;
const long = (length: number) => `repeat('x', ${length})`;

export const breaches: readonly Breach[] = [
  ['customer_key', `insert into customer (id, full_name) values ('c', 'x')`],
  ['customer_id_length', `insert into customer (id, full_name) values ('', 'x')`],
  ['customer_id_length', `insert into customer (id, full_name) values (${long(101)}, 'x')`],
  ['customer_name_trimmed_1_to_100', `insert into customer (full_name) values ('')`],
  ['customer_name_trimmed_1_to_100', `insert into customer (full_name) values (' x')`],
  ['customer_name_trimmed_1_to_100', `insert into customer (full_name) values (${long(101)})`],
  ['customer_email_length', `update customer set email = ${long(101)} where id = 'c'`],
  ['customer_phone_length', `update customer set phone_number = ${long(21)} where id = 'c'`],
  ['customer_notes_length', `update customer set notes = ${long(4001)} where id = 'c'`],
  ['customer_born_by_today', `update customer set date_of_birth = '2025-03-06' where id = 'c'`],
  ['customer_free_when_disabled', `update customer set is_disabled = true where id = 'c'`],
  ['consultant_key', `insert into consultant (id, full_name) values (1, 'x')`],
  ['consultant_name_trimmed_1_to_100', `update consultant set full_name = 'x ' where id = 1`],
  ['consultant_email_length', `update consultant set email = ${long(101)} where id = 1`],
  ['consultant_phone_length', `update consultant set phone_number = ${long(21)} where id = 1`],
  ['consultant_specialties_trimmed', `update consultant set specialties = '{" x"}' where id = 1`],
  ['consultant_specialties_trimmed', `update consultant set specialties = '{""}' where id = 1`],
  ['consultant_specialties_trimmed', `update consultant set specialties = '{null}' where id = 1`],
  ['consultant_max_per_day_positive', `update consultant set max_per_day = 0 where id = 1`],
  [
    'consultant_email_of_enabled',
    `insert into consultant (full_name, email) values ('x', 'ONE@EXAMPLE.VN')`,
  ],
  ['consultant_email_of_enabled', `update consultant set is_disabled = false where id = 9`],
  ['consultant_free_when_disabled', `update consultant set is_disabled = true where id = 1`],
  [
    'timeslot_key',
    `insert into timeslot (id, consultant_id, date, start_time, end_time) values (1, 1, '2025-03-07', '09:00', '10:00')`,
  ],
  [
    'timeslot_of_consultant',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (77, '2025-03-07', '09:00', '10:00')`,
  ],
  [
    'timeslot_lasts_5_to_480_minutes',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-07', '09:00', '09:04')`,
  ],
  [
    'timeslot_lasts_5_to_480_minutes',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-07', '09:00', '17:01')`,
  ],
  [
    'timeslot_lasts_5_to_480_minutes',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-07', '10:00', '09:00')`,
  ],
  [
    'timeslot_lasts_5_to_480_minutes',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-07', '23:00', '24:00')`,
  ],
  [
    'timeslot_year_of_four_digits',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '20025-03-07', '09:00', '10:00')`,
  ],
  [
    'timeslot_no_overlap',
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-06', '09:59', '11:00')`,
  ],
  ['timeslot_not_in_use', `update timeslot set end_time = '11:00' where id = 1`],
  [
    'timeslot_not_in_use',
    `update timeslot set consultant_id = 2, date = '2025-03-08' where id = 1`,
  ],
  ['timeslot_not_in_use', `delete from timeslot where id = 1`],
  [
    'timeslot_not_in_use',
    `insert into appointment (customer_id, consultant_id, date, start_time) values ('d', 1, '2025-03-07', '23:00');
     insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-07', '22:30', '23:30');
     delete from timeslot where date = '2025-03-07'`,
  ],
  ['appointment_key', appointment('id', '1')],
  [
    'appointment_of_consultant',
    `set local meetassist.importing = 'on'; ${appointment('consultant_id', '77')}`,
  ],
  [
    'appointment_of_customer',
    `insert into appointment (customer_id, date, start_time) values ('nobody', '2025-03-07', '09:00')`,
  ],
  ['appointment_status_known', appointment('consultant_id, status', `1, 'OPEN'`)],
  [
    'appointment_outcome_known',
    imported(appointment('consultant_id, status, outcome', `1, 'COMPLETED', 'LATE'`)),
  ],
  ['appointment_lasts_5_to_480_minutes', appointment('duration_minutes', '4')],
  ['appointment_lasts_5_to_480_minutes', appointment('duration_minutes', '481')],
  [
    'appointment_within_its_day',
    `insert into appointment (customer_id, date, start_time, duration_minutes) values ('d', '2025-03-07', '23:30', 31)`,
  ],
  [
    'appointment_year_of_four_digits',
    `insert into appointment (customer_id, date, start_time) values ('d', '20025-03-07', '09:00')`,
  ],
  [
    'appointment_year_of_four_digits',
    `insert into appointment (customer_id, date, start_time) values ('d', '0044-03-15 BC', '09:00')`,
  ],
  ['appointment_meeting_url_is_http', appointment('meeting_url', `'javascript:alert(1)'`)],
  ['appointment_meeting_url_is_http', appointment('meeting_url', `'https://a b'`)],
  ['appointment_description_length', appointment('description', long(4001))],
  ['appointment_specialty_length', appointment('required_specialty', `''`)],
  ['appointment_assigned_when_confirmed', appointment('status', `'CONFIRMED'`)],
  ['appointment_assigned_when_confirmed', imported(appointment('status', `'COMPLETED'`))],
  [
    'appointment_assigned_when_confirmed',
    `update appointment set consultant_id = null where id = 2`,
  ],
  ['appointment_cancelled_when_dated', imported(appointment('status', `'CANCELLED'`))],
  ['appointment_cancelled_when_dated', appointment('cancelled_at', `now()`)],
  ['appointment_reason_when_cancelled', appointment('cancel_reason', `'x'`)],
  ['appointment_reason_when_cancelled', `update appointment set cancel_reason = '' where id = 4`],
  [
    'appointment_reason_when_cancelled',
    `update appointment set cancel_reason = ${long(501)} where id = 4`,
  ],
  ['appointment_outcome_when_completed', appointment('outcome', `'ATTENDED'`)],
  ['appointment_completed_when_dated', appointment('completed_at', `now()`)],
  [
    'appointment_no_overlap',
    `insert into appointment (customer_id, consultant_id, date, start_time) values ('d', 1, '2025-03-06', '08:01')`,
  ],
  [
    'appointment_no_overlap',
    imported(
      `insert into appointment (customer_id, consultant_id, date, start_time, status) values ('c', 2, '2025-03-04', '09:59', 'COMPLETED')`,
    ),
  ],
  [
    'appointment_no_overlap',
    `insert into appointment (customer_id, consultant_id, date, start_time, legacy_overlap) values ('d', 1, '2025-03-06', '09:30', true)`,
  ],
  [
    'appointment_no_overlap',
    `${legacy}; insert into appointment (customer_id, consultant_id, date, start_time) values ('c', 1, '2025-03-06', '10:15')`,
  ],
  [
    'appointment_customer_no_overlap',
    `${legacy}; insert into appointment (customer_id, date, start_time) values ('d', '2025-03-06', '10:15')`,
  ],
  [
    'appointment_customer_no_overlap',
    `${legacy}; update appointment set date = '2025-03-06', start_time = '09:00' where id = 6`,
  ],
  ['appointment_no_overlap', `${legacy}; update appointment set start_time = '09:15' where id = 9`],
  [
    'appointment_no_overlap',
    `${legacy}; update appointment set legacy_overlap = false where id = 9`,
  ],
  [
    'appointment_no_overlap',
    `${legacy}; update appointment set consultant_id = 2 where id = 9; update appointment set consultant_id = 1 where id = 9`,
  ],
  [
    'appointment_customer_no_overlap',
    `insert into appointment (customer_id, date, start_time) values ('c', '2025-03-06', '09:30')`,
  ],
  ['appointment_legal_transition', `update appointment set status = 'COMPLETED' where id = 1`],
  ['appointment_legal_transition', `update appointment set status = 'PENDING' where id = 3`],
  ['appointment_legal_transition', `update appointment set status = 'CONFIRMED' where id = 3`],
  [
    'appointment_legal_transition',
    `update appointment set status = 'CANCELLED', cancelled_at = now() where id = 3`,
  ],
  [
    'appointment_legal_transition',
    `update appointment set status = 'PENDING', cancelled_at = null where id = 4`,
  ],
  [
    'appointment_legal_transition',
    `update appointment set status = 'CONFIRMED', consultant_id = 1, cancelled_at = null where id = 4`,
  ],
  ['appointment_final_is_final', `update appointment set start_time = '10:00' where id = 3`],
  ['appointment_final_is_final', `update appointment set consultant_id = 1 where id = 3`],
  ['appointment_final_is_final', `update appointment set customer_id = 'c' where id = 4`],
  ['appointment_final_is_final', `update appointment set duration_minutes = 30 where id = 4`],
  ['appointment_consultant_enabled', appointment('consultant_id', '9')],
  ['appointment_consultant_enabled', `update appointment set consultant_id = 9 where id = 1`],
  [
    'appointment_customer_enabled',
    `insert into appointment (customer_id, date, start_time) values ('off', '2025-03-07', '09:00')`,
  ],
  ['appointment_begins_open', appointment('consultant_id, status', `1, 'COMPLETED'`)],
  ['appointment_begins_open', appointment('status, cancelled_at', `'CANCELLED', now()`)],
  [
    'appointment_started_when_completed',
    `update appointment set status = 'CONFIRMED' where id = 1; update appointment set status = 'COMPLETED' where id = 1`,
  ],
  ['appointment_outcome_stays', `update appointment set outcome = 'ATTENDED' where id = 5`],
  ['appointment_outcome_stays', `update appointment set outcome = null where id = 5`],
  ['feedback_key', `insert into feedback (appointment_id, rating) values (3, 5)`],
  [
    'feedback_on_appointment',
    `set local meetassist.importing = 'on'; insert into feedback (appointment_id, rating) values (77, 5)`,
  ],
  ['feedback_rating_0_to_5', `update feedback set rating = 5.5`],
  ['feedback_rating_0_to_5', `update feedback set rating = -0.5`],
  [
    'feedback_rating_0_to_5',
    `set local meetassist.importing = 'on'; update feedback set rating = 'NaN'`,
  ],
  ['feedback_comment_length', `update feedback set comment = ${long(2001)}`],
  ['feedback_rating_in_halves', `update feedback set rating = 4.25`],
  ['feedback_on_held_meeting', `insert into feedback (appointment_id, rating) values (2, 5)`],
  ['feedback_on_held_meeting', `insert into feedback (appointment_id, rating) values (4, 5)`],
  ['feedback_on_held_meeting', `insert into feedback (appointment_id, rating) values (5, 5)`],
  ['feedback_on_held_meeting', `update appointment set outcome = 'NO_SHOW' where id = 3`],
  ['feedback_stays_with_meeting', `update feedback set appointment_id = 5`],
  ['program_key', `insert into program (id, name, date) values (1, 'x', '2025-03-07')`],
  ['program_name_trimmed_1_to_100', `update program set name = '' where id = 1`],
  [
    'program_status_known',
    `insert into program (name, date, status) values ('x', '2025-03-07', 'OPEN')`,
  ],
  ['program_capacity_not_negative', `update program set capacity = -1 where id = 1`],
  ['program_capacity_for_participants', `update program set capacity = 0 where id = 1`],
  ['program_legal_transition', `update program set status = 'UPCOMING' where id = 4`],
  ['program_legal_transition', `update program set status = 'ONGOING' where id = 4`],
  ['program_legal_transition', `update program set status = 'UPCOMING' where id = 5`],
  [
    'program_participant_key',
    `insert into program_participant (program_id, customer_id) values (1, 'c')`,
  ],
  [
    'program_participant_in_program',
    `insert into program_participant (program_id, customer_id) values (77, 'c')`,
  ],
  [
    'program_participant_is_customer',
    `insert into program_participant (program_id, customer_id) values (1, 'nobody')`,
  ],
  [
    'program_participant_status_known',
    imported(
      `insert into program_participant (program_id, customer_id, status) values (1, 'd', 'MAYBE')`,
    ),
  ],
  [
    'program_participant_begins_registered',
    `insert into program_participant (program_id, customer_id, status) values (2, 'd', 'ATTENDED')`,
  ],
  [
    'program_participant_begins_registered',
    `insert into program_participant (program_id, customer_id, status) values (2, 'd', 'CANCELLED')`,
  ],
  [
    'program_participant_stays',
    `update program_participant set program_id = 5 where program_id = 1`,
  ],
  [
    'program_participant_stays',
    `update program_participant set customer_id = 'd' where program_id = 2`,
  ],
  [
    'program_participant_legal_transition',
    `update program_participant set status = 'ATTENDED' where program_id = 1; update program_participant set status = 'REGISTERED' where program_id = 1`,
  ],
  [
    'program_participant_legal_transition',
    `update program_participant set status = 'CANCELLED' where program_id = 1; update program_participant set status = 'ATTENDED' where program_id = 1`,
  ],
  [
    'program_participant_customer_enabled',
    `insert into program_participant (program_id, customer_id) values (1, 'off')`,
  ],
  [
    'program_open_for_registration',
    `insert into program_participant (program_id, customer_id) values (3, 'd')`,
  ],
  [
    'program_open_for_registration',
    `insert into program_participant (program_id, customer_id) values (4, 'd')`,
  ],
  [
    'program_below_capacity',
    `insert into program_participant (program_id, customer_id) values (2, 'd')`,
  ],
  [
    'assignment_key',
    `insert into assignment (id, appointment_id, to_consultant_id, strategy, actor) values (1, 1, 1, 'MANUAL', 'a')`,
  ],
  [
    'assignment_of_appointment',
    `insert into assignment (appointment_id, to_consultant_id, strategy, actor) values (77, 1, 'MANUAL', 'a')`,
  ],
  [
    'assignment_from_consultant',
    `insert into assignment (appointment_id, from_consultant_id, strategy, actor) values (1, 77, 'MANUAL', 'a')`,
  ],
  [
    'assignment_to_consultant',
    `insert into assignment (appointment_id, to_consultant_id, strategy, actor) values (1, 77, 'MANUAL', 'a')`,
  ],
  [
    'assignment_strategy_known',
    `insert into assignment (appointment_id, to_consultant_id, strategy, actor) values (1, 1, 'DICE', 'a')`,
  ],
  [
    'assignment_changes_consultant',
    `insert into assignment (appointment_id, from_consultant_id, to_consultant_id, strategy, actor) values (1, 1, 1, 'MANUAL', 'a')`,
  ],
  [
    'assignment_changes_consultant',
    `insert into assignment (appointment_id, strategy, actor) values (1, 'MANUAL', 'a')`,
  ],
  ['assignment_only_grows', `update assignment set actor = 'b'`],
  ['assignment_only_grows', `delete from assignment`],
  [
    'audit_event_key',
    `insert into audit_event (id, actor, action, entity, entity_id) values (1, 'a', 'b', 'c', 'd')`,
  ],
  [
    'audit_event_action_length',
    `insert into audit_event (actor, action, entity, entity_id) values ('a', '', 'c', 'd')`,
  ],
  ['audit_event_only_grows', `update audit_event set actor = 'b'`],
  ['audit_event_only_grows', `delete from audit_event`],
  ['client_token_key', `${token('t')}; ${token('t')}`],
  ['client_token_length', token('')],
  ['client_token_length', token('x'.repeat(101))],
  ['office_is_one_row', `insert into office (id) values (false)`],
  ['office_key', `insert into office default values`],
  [
    'archive_mark_key',
    `insert into archive_mark (table_name, partition) values ('a', 'all'), ('a', 'all')`,
  ],
  ['archive_state_is_one_row', `insert into archive_state (id) values (false)`],
  ['archive_state_key', `insert into archive_state default values`],
  ['unloaded_partition_key', unloaded('timeslot', unloaded('timeslot', ''))],
  ['unloaded_partition_of_dated_table', unloaded('customer', '')],
  [
    'loaded_days_key',
    `insert into loaded_days values ('2025-03-06', '2025-03-07'), ('2025-03-06', '2025-03-07')`,
  ],
  ['loaded_days_in_order', `insert into loaded_days values ('2025-03-06', '2025-03-06')`],
  ['office_zone_while_loaded', unloaded('timeslot', `update office set zone = 'UTC'`)],
  ...['timeslot', 'appointment', 'feedback'].flatMap(table =>
    [
      `insert into appointment (customer_id, date, start_time) values ('d', '2025-03-06', '15:00')`,
      `update appointment set description = 'x' where id = 1`,
      `update appointment set date = '2025-03-07' where id = 1`,
      `update appointment set date = '2025-03-06' where id = 6`,
      `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-06', '15:00', '16:00')`,
      `update timeslot set is_available = false where id = 2`,
      `delete from timeslot where id = 2`,
    ].map(statement => ['day_loaded', unloaded(table, statement)] as const),
  ),
  ['day_loaded', unloaded('appointment', `update customer set is_disabled = true where id = 'd'`)],
  ['day_loaded', unloaded('appointment', `update consultant set is_disabled = true where id = 2`)],
  [
    'day_loaded',
    unloaded(
      'timeslot',
      `update appointment set status = 'CANCELLED', cancelled_at = now() where id = 6; select anonymise_customer('d', null)`,
    ),
  ],
  [
    'record_day_loaded',
    unloaded(
      'assignment',
      `insert into assignment (appointment_id, to_consultant_id, strategy, actor, at) values (1, 2, 'MANUAL', 'a', '2025-03-06 09:00+07')`,
    ),
  ],
  [
    'record_day_loaded',
    unloaded(
      'audit_event',
      `insert into audit_event (actor, action, entity, entity_id, at) values ('a', 'b', 'c', 'd', '2025-03-05 17:00Z')`,
    ),
  ],
  ['archive_job_one_run', `${job()}; ${job()}`],
  [
    'archive_job_key',
    `${job()}; update archive_job set status = 'UNCHANGED', finished_at = now();
    ${job(', id', ', (select id from archive_job)')}`,
  ],
  ['archive_job_kind_known', `${job()}; update archive_job set kind = 'WALK'`],
  [
    'archive_job_status_known',
    `${job()}; update archive_job set status = 'LOST', finished_at = now()`,
  ],
  ['archive_job_trigger_known', `${job()}; update archive_job set trigger = 'MOON'`],
  ['archive_job_finished_when_over', `${job()}; update archive_job set status = 'SUCCEEDED'`],
  ['archive_job_finished_when_over', `${job()}; update archive_job set finished_at = now()`],
  [
    'archive_job_says_why_it_failed',
    `${job()}; update archive_job set status = 'FAILED', finished_at = now()`,
  ],
  ['archive_job_tries_another_again', job(', attempt_of', ', gen_random_uuid()')],
];
