/**
 * Why a booking is refused, with the way out: said alike whether a condition of the statement refused it or the
 * database's own rule.
 */
export const bookingMessages = {
  CONSULTANT_DISABLED: 'the consultant is disabled; choose another one',
  PAST_TIME: 'the period has started, or is over; choose a later one, or override PAST_TIME',
  OUTSIDE_SCHEDULE:
    'no slot of the consultant holds the period; choose another consultant or time, or override OUTSIDE_SCHEDULE',
  SLOT_BLOCKED:
    'the planner blocked a slot in this period; choose another consultant or time, or override SLOT_BLOCKED',
  SLOT_TAKEN:
    'the consultant has another appointment in this period; choose another time or consultant',
  DAY_FULL:
    'the consultant takes no more appointments that day; choose another one, or override DAY_FULL',
  SPECIALTY_MISMATCH:
    'the consultant lacks the required specialty; choose another one, or override SPECIALTY_MISMATCH',
  CUSTOMER_DISABLED: 'the customer is disabled; enable the customer first',
  CUSTOMER_BUSY: 'the customer has another appointment in this period; choose another time',
} as const;
