// What serializers of @confluentinc/schemaregistry ask of a registry beyond an id: rules that are served with a schema,
// migrations between groups of versions, schemas named by GUID in a header, and subjects that a topic is associated with.

const record = (field) => JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields: [{ name: field, type: 'string' }] });
const avro = (field, more) => ({ schema: record(field), schemaType: 'AVRO', ...more });
const latest = { autoRegisterSchemas: false, useLatestVersion: true };

export async function contract(library, client, reader, prefix, ok) {
  await migration(library, client, reader, `${prefix}-migration`, ok);
  if (library.CelExecutor) await condition(library, client, `${prefix}-condition`, ok);
  if (library.HeaderSchemaIdSerializer) await header(library, client, reader, `${prefix}-header`, ok);
  if (client.createAssociation) await association(library, client, reader, `${prefix}-association`, ok);
}

const writer = (library, client, conf) => new library.AvroSerializer(client, library.SerdeType.VALUE, conf);
const opener = (library, client, conf = {}) => new library.AvroDeserializer(client, library.SerdeType.VALUE, conf);
const state = (message) => message.state;

async function condition(library, client, topic, ok) {
  library.CelExecutor.register();
  const rule = { name: 'short', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'size(message.state) < 9', onFailure: 'ERROR' };
  await client.register(`${topic}-value`, avro('state', { ruleSet: { domainRules: [rule] } }));
  const out = writer(library, client, latest);
  ok('a condition that holds', (await out.serialize(topic, { state: 'invoiced' })).length > 5, true);
  const refusal = await out.serialize(topic, { state: 'far too long' }).catch((error) => String(error));
  ok('a condition that fails', [typeof refusal, String(refusal).includes('short')], ['string', true]);
}

// migration gives a field another name in the next major version; writers and readers each stay with theirs.
async function migration(library, client, reader, topic, ok) {
  library.JsonataExecutor.register();
  const subject = `${topic}-value`, fields = { 1: 'state', 2: 'status' };
  await client.updateConfig(subject, { compatibilityGroup: 'major' });
  const rename = (name, mode, from, to) => ({
    name, kind: 'TRANSFORM', mode, type: 'JSONATA', expr: `$merge([$sift($, function($v, $k) {$k != '${from}'}), {'${to}': $.'${from}'}])`,
  });
  const migrationRules = [rename('up', 'UPGRADE', 'state', 'status'), rename('down', 'DOWNGRADE', 'status', 'state')];
  await client.register(subject, avro('state', { metadata: { properties: { major: '1' } } }));
  await client.register(subject, avro('status', { metadata: { properties: { major: '2' } }, ruleSet: { migrationRules } }));
  for (const [writes, reads] of [['1', '2'], ['2', '1']]) {
    const out = writer(library, client, { autoRegisterSchemas: false, useLatestWithMetadata: { major: writes } });
    const wire = await out.serialize(topic, { [fields[writes]]: 'invoiced' });
    const back = await opener(library, reader, { useLatestWithMetadata: { major: reads } }).deserialize(topic, wire);
    ok(`from major version ${writes} to ${reads}`, back[fields[reads]], 'invoiced');
  }
}

async function header(library, client, reader, topic, ok) {
  const subject = `${topic}-value`, headers = {};
  await client.register(subject, avro('state'));
  const wire = await writer(library, client, { ...latest, schemaIdSerializer: library.HeaderSchemaIdSerializer }).serialize(topic, { state: 'invoiced' }, headers);
  const { guid } = await reader.getLatestSchemaMetadata(subject);
  ok('the GUID in a header', headers[library.VALUE_SCHEMA_ID_HEADER].toString('hex'), '01' + guid.replaceAll('-', ''));
  ok('by the GUID in a header', state(await opener(library, reader).deserialize(topic, wire, headers)), 'invoiced');
}

async function association(library, client, reader, topic, ok) {
  const owner = `${topic}-owner`;
  await client.register(owner, avro('state'));
  await client.createAssociation({
    resourceName: topic, resourceNamespace: 'lkc-1', resourceId: `lkc-1:${topic}`, resourceType: 'topic',
    associations: [{ subject: owner, associationType: 'value', lifecycle: 'WEAK' }],
  });
  const wire = await writer(library, client, latest).serialize(topic, { state: 'invoiced' });
  ok('the subject by the topic\'s name', await reader.getAllVersions(`${topic}-value`).catch((error) => error.errorCode), 40401);
  ok('by the associated subject', state(await opener(library, reader).deserialize(topic, wire)), 'invoiced');
}
