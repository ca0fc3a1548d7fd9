import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type StringValueNode,
} from 'graphql';

/** AppSync takes a schema document below this size. Source: AWS General Reference, "AWS AppSync endpoints and quotas". */
const LARGEST_SCHEMA_BYTES = 1_000_000;

/**
 * The schema as AppSync takes it: descriptions become `#` comments above types, fields and arguments, from which the
 * service makes its own descriptions. Whether it takes `"""` is not certain; inside the body of an enum it takes no
 * comment, so those descriptions are left out. Definitions that the service brings itself (`@aws_…`, `AWS…`) are left
 * out too. The same text comes of the same definitions, however they were laid out.
 * Throws on what the service refuses: directives and scalars of one's own, `extend`, a document of 1 MB.
 */
export function deployableSchema(sdl: string): string {
  const definitions = parse(sdl, { noLocation: true }).definitions.filter(
    definition => !broughtByTheService(definition),
  );
  const text = `${definitions.map(definitionText).join('\n\n')}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes >= LARGEST_SCHEMA_BYTES) {
    throw new Error(
      `The schema is ${bytes} bytes when deployed; AppSync takes less than ${LARGEST_SCHEMA_BYTES}. Shorten its descriptions.`,
    );
  }
  return text;
}

function broughtByTheService(definition: DefinitionNode): boolean {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION)
    return definition.name.value.startsWith('aws_');
  if (definition.kind === Kind.SCALAR_TYPE_DEFINITION)
    return definition.name.value.startsWith('AWS');
  return false;
}

function definitionText(definition: DefinitionNode): string {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return withFields(definition, (definition.fields ?? []).map(fieldText));
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return withFields(definition, (definition.fields ?? []).map(inputText));
    case Kind.ENUM_TYPE_DEFINITION:
      return comment(definition.description) + print(withoutDescriptions(definition));
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.SCHEMA_DEFINITION:
      return comment(definition.description) + print({ ...definition, description: undefined });
    case Kind.DIRECTIVE_DEFINITION:
      throw new Error(
        `The schema defines the directive @${definition.name.value}; AppSync takes no directives but its own.`,
      );
    case Kind.SCALAR_TYPE_DEFINITION:
      throw new Error(
        `The schema defines the scalar ${definition.name.value}; AppSync takes no scalars but its own (AWSDate, AWSJSON, …).`,
      );
    default:
      throw new Error(
        `The schema contains "${print(definition).split('\n', 1)[0]}"; AppSync takes definitions of types only, each in one piece.`,
      );
  }
}

function withFields(
  definition:
    InputObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | ObjectTypeDefinitionNode,
  fields: readonly string[],
): string {
  const head = print({ ...definition, description: undefined, fields: [] });
  return `${comment(definition.description)}${head} {\n${indented(fields.join('\n'))}\n}`;
}

/** Arguments stand one below the other as soon as one of them has a description to stand above it. */
function fieldText(field: FieldDefinitionNode): string {
  const text = print({ ...field, description: undefined });
  const list = field.arguments ?? [];
  if (list.every(argument => argument.description === undefined)) {
    return comment(field.description) + text;
  }
  const rest = print({ ...field, description: undefined, arguments: [] }).slice(
    field.name.value.length,
  );
  const lines = indented(list.map(inputText).join('\n'));
  return `${comment(field.description)}${field.name.value}(\n${lines}\n)${rest}`;
}

function inputText(input: InputValueDefinitionNode): string {
  return comment(input.description) + print({ ...input, description: undefined });
}

function withoutDescriptions(definition: EnumTypeDefinitionNode): EnumTypeDefinitionNode {
  const values = (definition.values ?? []).map(value => ({ ...value, description: undefined }));
  return { ...definition, description: undefined, values };
}

/** Lines of a description, each behind `#`, the last one ended. */
function comment(description: StringValueNode | undefined): string {
  if (!description) return '';
  return description.value
    .split(/\r\n|[\n\r]/)
    .map(line => `# ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
