// Runs a release of @confluentinc/schemaregistry, and @kafkajs/confluent-schema-registry, unchanged, against a registry
// and a broker. PACKAGE is where the release stands in package.json.
//
//   client.mjs PACKAGE registry URL                call every method, round-trip a message in each format, and what contracts add
//   client.mjs PACKAGE kafkajs  URL                call every method of the client for kafkajs
//   client.mjs PACKAGE encrypt  URL TOPIC FILE [SECRET]  write a message with an encrypted field to a file
//   client.mjs PACKAGE decrypt  URL TOPIC FILE [SECRET]  read it and compare; without a secret the registry must wrap the key
//   client.mjs PACKAGE produce  URL BROKER PREFIX  write one message to PREFIX-avro, PREFIX-json and PREFIX-protobuf
//   client.mjs PACKAGE consume  URL BROKER PREFIX  read those topics and compare
//
// Every check prints a line; the first that fails ends the program with status 1.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { create, createFileRegistry, createMutableRegistry } from '@bufbuild/protobuf';
import { FieldDescriptorProto_Label, FieldDescriptorProto_Type, FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Kafka, logLevel } from 'kafkajs';
import { contract } from './contract.mjs';
import { kafkajs } from './kafkajs.mjs';
import { walk } from './walk.mjs';

const [release, verb, url, ...rest] = process.argv.slice(2);
const { default: library } = await import(release);
const { AvroDeserializer, AvroSerializer, JsonDeserializer, JsonSerializer, ProtobufDeserializer, ProtobufSerializer, SchemaRegistryClient, SerdeType } = library;

const payment = { id: 'p-1', amount: 4200 };
const avro = JSON.stringify({ type: 'record', name: 'Payment', namespace: 'shop', fields: [{ name: 'id', type: 'string' }, { name: 'amount', type: 'long' }] });
const jsonSchema = JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', title: 'Payment', type: 'object', properties: { id: { type: 'string' }, amount: { type: 'integer' } }, required: ['id', 'amount'] });

const ok = (what, got, want) => { assert.deepEqual(got, want, what); console.log('ok ' + what); };

// paymentType builds the Protobuf message without a compiler.
function paymentType() {
  const field = (name, number, type) => ({ name, number, type, label: FieldDescriptorProto_Label.OPTIONAL, jsonName: name });
  const file = create(FileDescriptorProtoSchema, {
    name: 'payment.proto', package: 'shop', syntax: 'proto3',
    messageType: [{ name: 'Payment', field: [field('id', 1, FieldDescriptorProto_Type.STRING), field('amount', 2, FieldDescriptorProto_Type.INT64)] }],
  });
  return createFileRegistry(create(FileDescriptorSetSchema, { file: [file] })).getMessage('shop.Payment');
}

// serdes gives for each format what it takes to write and read the plain payment.
async function serdes(client) {
  const type = paymentType();
  const registry = createMutableRegistry(type);
  const options = { autoRegisterSchemas: false, useLatestVersion: true };
  const register = (topic, schema, schemaType) => client.register(topic + '-value', { schema, schemaType });
  const avroOut = new AvroSerializer(client, SerdeType.VALUE, options), avroIn = new AvroDeserializer(client, SerdeType.VALUE, {});
  const jsonOut = new JsonSerializer(client, SerdeType.VALUE, options), jsonIn = new JsonDeserializer(client, SerdeType.VALUE, {});
  const protoOut = new ProtobufSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: true, registry }), protoIn = new ProtobufDeserializer(client, SerdeType.VALUE, {});
  return {
    avro: { write: async (t) => { await register(t, avro, 'AVRO'); return avroOut.serialize(t, payment); }, read: (t, b) => avroIn.deserialize(t, b) },
    json: { write: async (t) => { await register(t, jsonSchema, 'JSON'); return jsonOut.serialize(t, payment); }, read: (t, b) => jsonIn.deserialize(t, b) },
    protobuf: { write: (t) => protoOut.serialize(t, create(type, { id: payment.id, amount: BigInt(payment.amount) })), read: (t, b) => protoIn.deserialize(t, b) },
  };
}

const plain = (m) => ({ id: m.id, amount: Number(m.amount) });

async function registry(client, url) {
  const prefix = 'js-' + randomUUID().slice(0, 8);
  for (const [name, { write, read }] of Object.entries(await serdes(client))) {
    const topic = `${prefix}-${name}`, subject = `${topic}-value`;
    ok(`${name} round trip`, plain(await read(topic, await write(topic))), payment);
    const latest = await client.getLatestSchemaMetadata(subject);
    ok(`${name} version`, latest.version, 1);
    ok(`${name} look-up`, await client.getId(subject, latest), latest.id);
    ok(`${name} by id`, (await client.getBySubjectAndId(subject, latest.id)).schemaType, latest.schemaType);
  }
  await walk(library, url, prefix, ok);
  await contract(library, client, SchemaRegistryClient.newClient({ baseURLs: [url] }), prefix, ok);
}

const person = JSON.stringify({ type: 'record', name: 'Person', namespace: 'shop', fields: [{ name: 'ssn', type: 'string', 'confluent:tags': ['PII'] }] });
const ssn = '123-45-6789';

// encryption lets serializers encrypt; the local key management service derives its key from the secret.
function encryption(secret) {
  library.LocalKmsDriver.register();
  library.FieldEncryptionExecutor.register();
  return { ruleConfig: secret ? { secret } : {} };
}

async function encrypt(client, url, topic, file, secret) {
  const rule = {
    name: 'encrypt', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'ENCRYPT', tags: ['PII'], onFailure: 'ERROR,ERROR',
    params: { 'encrypt.kek.name': `kek-${topic}`, 'encrypt.kms.type': 'local-kms', 'encrypt.kms.key.id': 'key' },
  };
  await client.register(`${topic}-value`, { schema: person, schemaType: 'AVRO', ruleSet: { domainRules: [rule] } });
  const wire = await new AvroSerializer(client, SerdeType.VALUE, { useLatestVersion: true, ...encryption(secret) }).serialize(topic, { ssn });
  ok('plaintext on the wire', wire.includes(ssn), false);
  await writeFile(file, wire);
}

async function decrypt(client, url, topic, file, secret) {
  const back = await new AvroDeserializer(client, SerdeType.VALUE, encryption(secret)).deserialize(topic, await readFile(file));
  ok('decrypted', back.ssn, ssn);
}

const kafka = (broker) => new Kafka({ clientId: 'conformance', brokers: [broker], logLevel: logLevel.ERROR });

async function produce(client, url, broker, prefix) {
  const producer = kafka(broker).producer();
  await producer.connect();
  for (const [name, { write }] of Object.entries(await serdes(client))) {
    const topic = `${prefix}-${name}`;
    await producer.send({ topic, messages: [{ value: await write(topic) }] });
    console.log('ok produced ' + topic);
  }
  await producer.disconnect();
}

async function consume(client, url, broker, prefix) {
  const readers = await serdes(client);
  const missing = new Set(Object.keys(readers).map((name) => `${prefix}-${name}`));
  const consumer = kafka(broker).consumer({ groupId: randomUUID() });
  await consumer.connect();
  await consumer.subscribe({ topics: [...missing], fromBeginning: true });
  await new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error('no message on ' + [...missing])), 60_000);
    consumer.run({
      eachMessage: async ({ topic, message }) => {
        try {
          if (!missing.delete(topic)) return;
          ok('from ' + topic, plain(await readers[topic.slice(prefix.length + 1)].read(topic, message.value)), payment);
          if (missing.size === 0) { clearTimeout(timer); done(); }
        } catch (error) { fail(error); }
      },
    }).catch(fail);
  });
  await consumer.disconnect();
}

const walkKafkajs = (client, url) => kafkajs(url, 'js-' + randomUUID().slice(0, 8), { avro, jsonSchema, payment, plain }, ok);
const client = SchemaRegistryClient.newClient({ baseURLs: [url] });
await { registry, kafkajs: walkKafkajs, encrypt, decrypt, produce, consume }[verb](client, url, ...rest);
process.exit(0);
