import { type Answer } from './api.ts';
import { browser, type ReactElement } from './browser.ts';
import { type Observed, useObserved } from './observed.ts';
import { readTrace } from './trace.ts';

/** Under the response: status, time and size of the last answer, and what the stack did for it. */
export function AnswerFooter({
  answer,
}: {
  readonly answer: Observed<Answer | null>;
}): ReactElement | null {
  const { createElement: h } = browser().React;
  const last = useObserved(answer);
  if (!last) return null;
  const { status, milliseconds, bytes, requestId } = last;
  const trace = last.trace === null ? null : readTrace(last.trace);
  const inStack =
    trace?.milliseconds == null ? '' : `, of which ${trace.milliseconds} ms in the stack`;
  return h(
    'div',
    { className: 'answer', role: 'status' },
    h(
      'p',
      { title: requestId === null ? undefined : `Request ${requestId}` },
      h('strong', { className: status < 400 ? 'answer-good' : 'answer-bad' }, `HTTP ${status}`),
      ` ${bytes.toLocaleString('en')} bytes in ${milliseconds.toFixed(1)} ms${inStack}`,
    ),
    trace &&
      h(
        'ul',
        { 'aria-label': 'Trace' },
        ...trace.lines.map((line, index) => h('li', { key: index }, line)),
      ),
  );
}
