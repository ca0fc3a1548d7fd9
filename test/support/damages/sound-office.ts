import { type ClientBase } from 'pg';

/**
 * A small office in which everything is there once: every row made and changed as the API does, so that each has its
 * events. It is noon of 2025-03-05.
 */
export async function soundOffice(owner: ClientBase): Promise<void> {
  await owner.query(`set meetassist.now = '2025-03-05T12:00:00+07:00'`);
  for (const statement of rows) await owner.query(statement);
  await owner.query(`reset meetassist.now`);
}

const rows: readonly string[] = [
  `insert into customer (id, full_name, email) values ('a', 'A', 'a@example.vn'), ('b', 'B', null)`,
  `insert into consultant (id, full_name, email) values (1, 'One', 'one@example.vn'), (2, 'Two', 'two@example.vn')`,
  `insert into timeslot (id, consultant_id, date, start_time, end_time) values
     (1, 1, '2025-03-06', '09:00', '10:00'), (2, 1, '2025-03-06', '10:00', '11:00'), (3, 2, '2025-03-06', '09:00', '10:00'),
     (4, 2, '2025-03-07', '09:00', '10:00')`,
  // Ahead: confirmed, pending without a consultant, cancelled. Then one that was held in the morning.
  `insert into appointment (id, customer_id, date, start_time, required_specialty) values
     (1, 'a', '2025-03-06', '09:00', 'IT'), (2, 'a', '2025-03-06', '10:00', null), (3, 'b', '2025-03-06', '09:00', null)`,
  `insert into appointment (id, customer_id, consultant_id, date, start_time, status) values
     (4, 'b', 1, '2025-03-05', '08:00', 'CONFIRMED'), (5, 'b', 1, '2025-03-05', '09:00', 'CONFIRMED')`,
  `update appointment set consultant_id = 2 where id = 1`,
  `insert into assignment (id, appointment_id, to_consultant_id, strategy, actor) values (1, 1, 2, 'MANUAL', 'x')`,
  `update appointment set consultant_id = 1 where id = 1`,
  `insert into assignment (id, appointment_id, from_consultant_id, to_consultant_id, strategy, actor)
     values (2, 1, 2, 1, 'MANUAL', 'x')`,
  `update appointment set status = 'CONFIRMED', confirmed_at = office_now() where id = 1`,
  `update appointment set status = 'CANCELLED', cancelled_at = office_now(), cancel_reason = 'ill' where id = 3`,
  `update appointment set status = 'COMPLETED', completed_at = office_now(), outcome = 'ATTENDED' where id = 4`,
  `update appointment set status = 'COMPLETED', completed_at = office_now(), outcome = 'NO_SHOW' where id = 5`,
  `insert into feedback (appointment_id, rating, comment) values (4, 4.5, 'good')`,
  `insert into program (id, name, date, capacity) values (1, 'Fair', '2025-03-09', 2)`,
  `insert into program_participant (program_id, customer_id) values (1, 'a'), (1, 'b')`,
  `update program_participant set status = 'ATTENDED' where customer_id = 'a'`,
  `insert into client_token (actor, token, operation, input_hash, result_id) values
     ('x', '1', 'createAppointment', 'h', '1'), ('x', '2', 'createTimeslot', 'h', '4'), ('x', '3', 'createCustomer', 'h', 'a'),
     ('x', '4', 'createConsultant', 'h', '1'), ('x', '5', 'createProgram', 'h', '1'), ('x', '6', 'recordFeedback', 'h', '4'),
     ('x', '7', 'registerParticipant', 'h', '1/a')`,
  `delete from timeslot where id = 4`,
  // Ids may be as large as an integer, and those of customers may be numbers that are larger.
  `insert into program (id, name, date) values (2147483647, 'Late', '2025-03-09')`,
  `insert into customer (id, full_name) values ('9876543210', 'C')`,
  `insert into client_token (actor, token, operation, input_hash, result_id) values
     ('x', '8', 'createProgram', 'h', '2147483647'), ('x', '9', 'createCustomer', 'h', '9876543210')`,
];
