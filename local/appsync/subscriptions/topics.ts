import { getNamedType, type GraphQLSchema, Kind } from 'graphql';

/** By the name of a mutation, the fields of Subscription that deliver it. */
export type Topics = ReadonlyMap<string, readonly string[]>;

/** Reads `@aws_subscribe`. Throws where a subscription could never deliver what it names. */
export function topicsOf(schema: GraphQLSchema): Topics {
  const topics = new Map<string, string[]>();
  const mutations = schema.getMutationType()?.getFields() ?? {};
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const directives = field.astNode?.directives?.filter(d => d.name.value === 'aws_subscribe');
    const values = directives?.flatMap(d => d.arguments ?? []).map(({ value }) => value) ?? [];
    for (const value of values.flatMap(v => (v.kind === Kind.LIST ? v.values : [v]))) {
      if (value.kind !== Kind.STRING) continue;
      const mutation = Object.hasOwn(mutations, value.value) ? mutations[value.value] : undefined;
      if (!mutation) {
        throw new Error(`Subscription.${field.name} names ${value.value}, which is no mutation.`);
      }
      if (getNamedType(mutation.type) !== getNamedType(field.type)) {
        throw new Error(
          `Subscription.${field.name} is ${String(field.type)}, but ${value.value} returns ${String(mutation.type)}.`,
        );
      }
      topics.set(value.value, [...(topics.get(value.value) ?? []), field.name]);
    }
  }
  return topics;
}
