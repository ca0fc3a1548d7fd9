import { CannotStart } from '../cannot-start.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../events/bus-event.ts';
import { type Assembly, type Resource } from './assembly.ts';
import { notUnderstood } from './not-understood.ts';

/** Puts in what a value of a template refers to. Throws {@link CannotStart} for what it does not know. */
export type Resolve = (value: unknown, stack: string) => unknown;

/**
 * An attribute of a resource as this machine has it, `Ref` being one; undefined: it has none. What refers on is put in
 * by `resolve`.
 */
export type Attribute = (resource: Resource, name: string, resolve: Resolve) => unknown;

/** Sources: CloudFormation User Guide, "Pseudo parameters reference". */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': LOCAL_ACCOUNT,
  'AWS::Region': LOCAL_REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

export function createResolve(assembly: Assembly, attribute: Attribute): Resolve {
  const resolve: Resolve = (value, stack) => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(each => resolve(each, stack));
    const entries = Object.entries(value);
    const [[name, what] = ['', undefined]] = entries;
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return intrinsic(name, what, stack);
    }
    return Object.fromEntries(entries.map(([key, each]) => [key, resolve(each, stack)]));
  };

  function intrinsic(name: string, what: unknown, stack: string): unknown {
    switch (name) {
      case 'Ref':
        return referred(stack, String(what), 'Ref');
      case 'Fn::GetAtt': {
        const [id = '', ...path] = Array.isArray(what) ? what.map(String) : String(what).split('.');
        return referred(stack, id, path.join('.'));
      }
      case 'Fn::ImportValue': {
        const exported = assembly.exported(String(resolve(what, stack)));
        if (exported) return resolve(exported.value, exported.stack);
        throw new CannotStart(
          `The template of ${stack} imports ${String(what)}, which no stack exports.`,
        );
      }
      case 'Fn::GetStackOutput': {
        const { StackName, OutputName } = what as Readonly<Record<string, string>>;
        const output = assembly.output(String(StackName), String(OutputName));
        if (output) return resolve(output.value, String(StackName));
        throw new CannotStart(
          `The template of ${stack} asks for ${OutputName} of ${StackName}, which does not give it.`,
        );
      }
      case 'Fn::Join': {
        const [separator, parts] = what as [string, unknown];
        return (resolve(parts, stack) as unknown[]).map(String).join(separator);
      }
      case 'Fn::Sub':
        if (typeof what === 'string') {
          return what.replace(/\$\{([^!}]+)\}/g, (_, inside: string) => {
            const [id = '', ...path] = inside.split('.');
            return String(referred(stack, id, path.join('.') || 'Ref'));
          });
        }
    }
    throw new CannotStart(`The template of ${stack} uses ${name} in a way that is not known here.`);
  }

  function referred(stack: string, id: string, name: string): unknown {
    const pseudo = PSEUDO[id];
    if (pseudo !== undefined && name === 'Ref') return pseudo;
    const resource = assembly.resource(stack, id);
    if (!resource) throw new CannotStart(`The template of ${stack} has no resource ${id}.`);
    const found = attribute(resource, name, resolve);
    if (found !== undefined) return found;
    throw notUnderstood(resource, `is asked for ${name}, which it does not have on this machine`);
  }

  return resolve;
}
