/** Rows of the tables as JSON gives them: dates and times as text, instants in ISO 8601. */
export interface Rows {
  readonly customer: CustomerRow;
  readonly consultant: ConsultantRow;
  readonly timeslot: TimeslotRow;
  readonly appointment: AppointmentRow;
  readonly feedback: FeedbackRow;
  readonly program: ProgramRow;
  readonly program_participant: ParticipantRow;
  readonly assignment: AssignmentRow;
}

export interface CustomerRow extends ChangeColumns {
  readonly id: string;
  readonly full_name: string;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly date_of_birth: string | null;
  readonly notes: string | null;
  readonly is_disabled: boolean;
}

export interface ConsultantRow extends ChangeColumns {
  readonly id: number;
  readonly full_name: string;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly image_url: string | null;
  readonly specialties: readonly string[];
  readonly qualifications: string | null;
  readonly join_date: string | null;
  readonly max_per_day: number | null;
  readonly is_disabled: boolean;
}

export interface TimeslotRow extends ChangeColumns {
  readonly id: number;
  readonly consultant_id: number;
  readonly date: string;
  readonly start_time: string;
  readonly end_time: string;
  readonly is_available: boolean;
}

export interface AppointmentRow extends ChangeColumns {
  readonly id: number;
  readonly consultant_id: number | null;
  readonly customer_id: string;
  readonly date: string;
  readonly start_time: string;
  readonly duration_minutes: number;
  readonly status: 'PENDING' | 'CONFIRMED' | 'COMPLETED' | 'CANCELLED';
  readonly meeting_url: string | null;
  readonly description: string | null;
  readonly required_specialty: string | null;
  readonly cancel_reason: string | null;
  readonly confirmed_at: string | null;
  readonly completed_at: string | null;
  readonly cancelled_at: string | null;
  readonly outcome: 'ATTENDED' | 'NO_SHOW' | null;
  readonly legacy_overlap: boolean;
}

export interface FeedbackRow extends ChangeColumns {
  readonly appointment_id: number;
  readonly rating: number;
  readonly comment: string | null;
}

export interface ProgramRow extends ChangeColumns {
  readonly id: number;
  readonly name: string;
  readonly date: string;
  readonly description: string | null;
  readonly content: string | null;
  readonly organizer: string | null;
  readonly url: string | null;
  readonly status: 'UPCOMING' | 'ONGOING' | 'COMPLETED';
  readonly capacity: number | null;
  readonly is_disabled: boolean;
}

export interface ParticipantRow extends ChangeColumns {
  readonly program_id: number;
  readonly customer_id: string;
  readonly registered_at: string;
  readonly status: 'REGISTERED' | 'ATTENDED' | 'CANCELLED';
}

export interface AssignmentRow {
  readonly id: number;
  readonly appointment_id: number;
  readonly from_consultant_id: number | null;
  readonly to_consultant_id: number | null;
  readonly strategy: 'MANUAL' | 'LEAST_LOADED' | 'SPECIALTY_THEN_LOAD' | 'DAY_PLAN';
  readonly reason: string | null;
  readonly actor: string;
  readonly at: string;
  readonly explanation: string | null;
}

interface ChangeColumns {
  readonly created_at: string;
  readonly updated_at: string | null;
  readonly version: number;
}
