// Walks @kafkajs/confluent-schema-registry, which most users of kafkajs have, through every public method.
import kafkajsRegistry from '@kafkajs/confluent-schema-registry';

const { SchemaRegistry, SchemaType } = kafkajsRegistry;
const proto = 'syntax = "proto3";\npackage shop;\nmessage Payment { string id = 1; int64 amount = 2; }';
const batch = '{"type":"record","name":"Batch","namespace":"shop","fields":[{"name":"one","type":"shop.Payment"}]}';

export async function kafkajs(host, prefix, { avro, jsonSchema, payment, plain }, ok) {
  const open = () => new SchemaRegistry({ host });
  const client = open(), reader = open();
  for (const [type, schema] of [[SchemaType.AVRO, avro], [SchemaType.JSON, jsonSchema], [SchemaType.PROTOBUF, proto]]) {
    const subject = `${prefix}-kafkajs-${type}-value`;
    const { id } = await client.register({ type, schema }, { subject });
    ok(`kafkajs ${type} round trip`, plain(await reader.decode(await client.encode(id, payment))), payment);
    ok(`kafkajs ${type} latest`, await reader.getLatestSchemaId(subject), id);
    ok(`kafkajs ${type} version`, await reader.getRegistryId(subject, 1), id);
    ok(`kafkajs ${type} look-up`, await reader.getRegistryIdBySchema(subject, { type, schema }), id);
    ok(`kafkajs ${type} registered again`, (await open().register({ type, schema }, { subject })).id, id);
  }
  const references = [{ name: 'shop.Payment', subject: `${prefix}-kafkajs-AVRO-value`, version: 1 }];
  const { id } = await client.register({ type: SchemaType.AVRO, schema: batch, references }, { subject: `${prefix}-kafkajs-batch` });
  const wire = await reader.encode(id, { one: payment });
  ok('kafkajs references', plain((await open().decode(wire)).one), payment);
  ok('kafkajs schema', (await reader.getSchema(id)).name, 'shop.Batch');
}
