import { type MetricName } from '../../../build/metrics.ts';
import { ownMetric } from './metrics.ts';
import { daily, type DashboardSection, numbers } from './widgets.ts';

const appointments = {
  AppointmentsCreated: 'Created',
  AppointmentsConfirmed: 'Confirmed',
  AppointmentsCompleted: 'Completed',
  AppointmentsCancelled: 'Cancelled',
} as const satisfies Partial<Record<MetricName, string>>;

const people = {
  ConsultantsAssigned: 'Consultants assigned',
  ParticipantsRegistered: 'Participants registered',
  FeedbackRecorded: 'Feedback recorded',
} as const satisfies Partial<Record<MetricName, string>>;

/** What people did by the API. What the chat bot writes by itself is not in these numbers; `overview` has all. */
export function businessSection(deployment: string): DashboardSection {
  const each = (labels: Partial<Record<MetricName, string>>) =>
    (Object.keys(labels) as MetricName[]).map(name =>
      ownMetric(name, { deployment, minutes: 24 * 60, label: labels[name] }),
    );
  return {
    name: 'Business',
    rows: [
      [numbers('In the chosen time', [...each(appointments), ...each(people)])],
      [
        daily('Appointments by day', each(appointments)),
        daily('People by day', each(people)),
        daily('Refused by a rule', [
          ownMetric('Conflicts', { deployment, minutes: 24 * 60, label: 'Conflicts' }),
        ]),
      ],
    ],
  };
}
