import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { type Artifacts } from '../../infra/artifacts.ts';
import { type ConfigChoice, type DeploymentPlace, resolveConfig } from '../../infra/config/read.ts';
import { createDeployment, type Deployment } from '../../infra/deployment.ts';
import { sharedArtifacts } from './shared-artifacts.ts';

export const root = path.join(import.meta.dirname, '../..');
const settings: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(path.join(root, 'cdk.json'), 'utf8'),
);

/** A resource of a template, with where it is. */
export interface Resource {
  /** Without the deployment's prefix: `Data`. */
  readonly stack: string;
  readonly id: string;
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** The templates of a deployment, to be asked. */
export interface Synthesis {
  /** What `cdk synth` would have written, templates and assets. */
  readonly folder: string;
  readonly deployment: Deployment;
  readonly resources: readonly Resource[];
  /** By the stack's name without the prefix. */
  readonly templates: Readonly<Record<string, object>>;
  of(type: string): Resource[];
  /** The only one of its type, in all stacks or in one. */
  single(type: string, stack?: string): Resource;
  /** The function whose handler is in `<name>.mjs`. */
  functionNamed(name: string): Resource;
  /** What a role may, by a reference to it (`Fn::GetAtt` of its Arn) from the same stack. */
  statementsOf(stack: string, role: unknown): Statement[];
  /** A text with all it refers to put in: exports, names and attributes of other resources as `<id>.<attribute>`. */
  text(value: unknown): string;
}

export interface Workshop {
  /** For whatever its owner makes. */
  readonly folder: string;
  /** Everybody's in a run of the tests. */
  readonly artifacts: Artifacts;
  /** `place` is where the environment points, if it does; `context` what the command line says beside the choice. */
  synthesise(
    choice?: ConfigChoice,
    place?: DeploymentPlace,
    context?: Readonly<Record<string, string>>,
  ): Synthesis;
  close(): void;
}

/** Has what a deployment carries; templates of several profiles can be made of it. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-infra-'));
  const artifacts = await sharedArtifacts(path.join(folder, 'artifacts'));
  let made = 0;
  return {
    folder,
    artifacts,
    synthesise: (choice, place, context = {}) => {
      const app = new App({
        outdir: path.join(folder, `cdk.out.${made++}`),
        context: { ...settings.context, ...context },
        builtinCloudFormationValidation: false,
      });
      return synthesised(app, artifacts, choice, place);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Settings as the command line gives them; the validator runs in the test of the command line. */
function synthesised(
  app: App,
  artifacts: Artifacts,
  choice: ConfigChoice = {},
  place: DeploymentPlace = {},
): Synthesis {
  const config = resolveConfig(choice, place);
  const deployment = createDeployment(app, config, artifacts);
  const stacks = app.synth().stacks;
  const short = (name: string): string => name.slice(config.prefix.length + 1);
  const templates = Object.fromEntries(
    stacks.map(stack => [short(stack.stackName), stack.template as Template]),
  );
  return { folder: app.outdir, deployment, templates, ...questions(templates) };
}

interface Template {
  readonly Resources: Readonly<Record<string, Omit<Resource, 'stack' | 'id'>>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

type Questions = Omit<Synthesis, 'folder' | 'deployment' | 'templates'>;

function questions(templates: Readonly<Record<string, Template>>): Questions {
  const resources = Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, resource]) => ({ ...resource, stack, id })),
  );
  const exported = new Map(
    Object.values(templates).flatMap(({ Outputs = {} }) =>
      Object.values(Outputs).map(({ Value, Export }) => [Export?.Name, Value] as const),
    ),
  );
  const outputNamed = (stackName: string, output: string): unknown => {
    const found = Object.entries(templates).find(([stack]) => stackName.endsWith(`-${stack}`));
    return found?.[1].Outputs?.[output]?.Value;
  };
  const of = (type: string): Resource[] => resources.filter(({ Type }) => Type === type);
  const text = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value);
    if (Array.isArray(value)) return value.map(text).join(',');
    const [[name, what] = ['', undefined]] = Object.entries(value);
    if (name === 'Ref') return String(what);
    if (name === 'Fn::GetAtt') return (what as string[]).join('.');
    if (name === 'Fn::ImportValue') return text(exported.get(String(what)));
    if (name === 'Fn::GetStackOutput') {
      const { StackName, OutputName } = what as { StackName: string; OutputName: string };
      return text(outputNamed(StackName, OutputName));
    }
    if (name === 'Fn::Join') {
      const [separator, parts] = what as [string, unknown[]];
      return parts.map(text).join(separator);
    }
    return JSON.stringify(value);
  };
  return {
    resources,
    of,
    text,
    single: (type, stack) =>
      one(
        of(type).filter(each => stack === undefined || each.stack === stack),
        type,
      ),
    functionNamed: name =>
      one(
        of('AWS::Lambda::Function').filter(
          ({ Properties }) => Properties['Handler'] === `${name}.handler`,
        ),
        name,
      ),
    statementsOf: (stack, role) =>
      of('AWS::IAM::Policy')
        .filter(
          each =>
            each.stack === stack &&
            (each.Properties['Roles'] as unknown[]).some(one => `${text(one)}.Arn` === text(role)),
        )
        .flatMap(statements),
  };
}

/** Of a policy. */
export function statements({ Properties }: Resource): Statement[] {
  return (Properties['PolicyDocument'] as { readonly Statement: Statement[] }).Statement;
}

function one<T>(found: readonly T[], what: string): T {
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    throw new Error(`expected one ${what}, found ${found.length}`);
  }
  return only;
}
