import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from '../cannot-start.ts';

/** A resource of a template, with where it is. */
export interface Resource {
  /** Name of its stack: `MeetAssist-Api`. */
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What `cdk synth` wrote: the templates of all stacks, and the folders of what they carry. */
export interface Assembly {
  readonly resources: readonly Resource[];
  /** The only resource of this id in a stack. */
  resource(stack: string, id: string): Resource | undefined;
  of(type: string): readonly Resource[];
  /** What a stack exports under a name, with the stack that says so. */
  exported(name: string): { readonly stack: string; readonly value: unknown } | undefined;
  /** What a stack gives out under an output's name. */
  output(stack: string, name: string): { readonly value: unknown } | undefined;
  /** The folder that is deployed under this key. */
  assetFolder(stack: string, objectKey: string): string;
}

interface Manifest {
  readonly artifacts?: Readonly<
    Record<
      string,
      { readonly type: string; readonly properties?: { readonly templateFile?: string } }
    >
  >;
}

interface Template {
  readonly Resources?: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }
    >
  >;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

interface Assets {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/** Reads `folder`. Throws {@link CannotStart} when `cdk synth` has not written it. */
export function readAssembly(folder: string): Assembly {
  const root = path.resolve(folder);
  const json = <T>(name: string): T => {
    try {
      return JSON.parse(readFileSync(path.join(root, name), 'utf8')) as T;
    } catch (cause) {
      throw new CannotStart(
        `--from ${folder}: ${name} cannot be read there; name a folder that npm run synth has written (cdk.out).`,
        { cause },
      );
    }
  };
  const templates = Object.entries(json<Manifest>('manifest.json').artifacts ?? {})
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([stack, { properties }]) => ({
      stack,
      template: json<Template>(properties?.templateFile ?? `${stack}.template.json`),
    }));
  const resources = templates.flatMap(({ stack, template }) =>
    Object.entries(template.Resources ?? {}).map(([id, { Type, Properties = {} }]) => ({
      ...{ stack, id, type: Type, properties: Properties },
    })),
  );
  const exports = new Map(
    templates.flatMap(({ stack, template }) =>
      Object.values(template.Outputs ?? {}).map(
        ({ Value, Export }) => [Export?.Name, { stack, value: Value }] as const,
      ),
    ),
  );
  const outputs = new Map(
    templates.flatMap(({ stack, template }) =>
      Object.entries(template.Outputs ?? {}).map(
        ([name, { Value }]) => [`${stack}/${name}`, { value: Value }] as const,
      ),
    ),
  );
  const byPlace = new Map(resources.map(each => [`${each.stack}/${each.id}`, each]));
  return {
    resources,
    resource: (stack, id) => byPlace.get(`${stack}/${id}`),
    of: type => resources.filter(each => each.type === type),
    exported: name => exports.get(name),
    output: (stack, name) => outputs.get(`${stack}/${name}`),
    assetFolder(stack, objectKey) {
      const found = Object.values(json<Assets>(`${stack}.assets.json`).files).find(
        ({ destinations }) =>
          Object.values(destinations).some(each => each.objectKey === objectKey),
      );
      const place = found && path.join(root, found.source.path);
      if (place !== undefined && found?.source.packaging === 'zip' && isFolder(place)) return place;
      throw new CannotStart(
        `--from ${folder}: the asset ${objectKey} of ${stack} is no folder there.`,
      );
    },
  };
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
