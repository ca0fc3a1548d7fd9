import { browser, type ChangeEvent, type ReactElement } from './browser.ts';
import { openPanel } from './panels.ts';
import { type Observed, useObserved } from './observed.ts';
import { type Persona, personas, signInHint } from './persona.ts';

/** The slim bar above GraphiQL: product, persona switch, the ways to the API's manual. */
export function PageHeader({ persona }: { readonly persona: Observed<Persona> }): ReactElement {
  const { createElement: h } = browser().React;
  const current = useObserved(persona);
  const choose = ({ target }: ChangeEvent): void => {
    const chosen = personas.find(each => each.persona === target.value);
    if (chosen) persona.set(chosen.persona);
  };
  return h(
    'header',
    { className: 'page-header' },
    h('img', { src: '/graphiql/icon.svg', alt: '', width: 22, height: 22 }),
    h('h1', null, 'MeetAssist Admin API'),
    h('span', { className: 'page-header-note' }, 'local stack'),
    h(
      'label',
      { className: 'persona', title: signInHint },
      h('span', null, 'Calling as'),
      h(
        'select',
        { value: current, onChange: choose, 'data-persona': current },
        ...personas.map(each =>
          h('option', { key: each.persona, value: each.persona }, each.label),
        ),
      ),
    ),
    h(
      'button',
      {
        type: 'button',
        title: 'Every type and field, to click through',
        onClick: () => openPanel('Documentation Explorer'),
      },
      'Docs',
    ),
    h(
      'a',
      {
        href: '/graphiql/schema.graphql',
        target: '_blank',
        rel: 'noreferrer',
        title: 'The same as text: schema.graphql',
      },
      'Schema',
    ),
  );
}
