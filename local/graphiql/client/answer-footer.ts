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
  const { status, milliseconds, bytes, requestId, trace } = last;
  return h(
    'div',
    { className: 'answer', role: 'status' },
    h(
      'p',
      { title: requestId === null ? undefined : `Request ${requestId}` },
      h('strong', { className: status < 400 ? 'answer-good' : 'answer-bad' }, `HTTP ${status}`),
      ` ${milliseconds.toFixed(1)} ms, ${bytes.toLocaleString('en')} bytes`,
    ),
    trace === null
      ? null
      : h(
          'ul',
          { 'aria-label': 'Trace' },
          ...readTrace(trace).map((line, index) => h('li', { key: index }, line)),
        ),
  );
}
