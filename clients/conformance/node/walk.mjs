// Calls every public method of @confluentinc/schemaregistry's clients and compares what each says. A method that a newer
// release adds and nobody calls here fails the walk; one that an older release lacks is left out.

const first = '{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"id","type":"string"}]}';
const second = first.replace('}]}', '},{"name":"note","type":["null","string"],"default":null}]}');
const broken = first.replace('}]}', '},{"name":"price","type":"int"}]}');
const spaced = first.replaceAll(',', ', ');
const list = '{"type":"record","name":"Lines","namespace":"shop","fields":[{"name":"line","type":"shop.Line"}]}';
const info = (schema) => ({ schema, schemaType: 'AVRO' });
const rules = { domainRules: [{ name: 'short', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'size(message.id) < 9', onFailure: 'ERROR', disabled: false }] };
const tagged = { ...info(second), metadata: { properties: { owner: 'shop' } }, ruleSet: rules };

// What the client's own tests use, and what its own methods call.
const internal = /^constructor$|^addTo|CacheSize$|^createDek$|^checkLatestDekInCache$/;

// watched is a client that notes which of its methods were called from outside.
function watched(client, called) {
  return new Proxy(client, {
    get: (target, name) => {
      called.add(name);
      return typeof target[name] === 'function' ? target[name].bind(target) : target[name];
    },
  });
}

const missed = (kind, called) => Object.getOwnPropertyNames(kind.prototype).filter((name) => !internal.test(name) && !called.has(name));

// refused tells the code with which a call is refused.
async function refused(call) {
  try {
    return await call;
  } catch (error) {
    return error.errorCode ?? error;
  }
}

// walk goes through a subject's life in the domain that the URL names.
export async function walk(library, url, prefix, ok) {
  const called = new Set();
  const open = () => watched(library.SchemaRegistryClient.newClient({ baseURLs: [url] }), called);
  const home = url.split('/contexts/')[1], subject = `${prefix}-walk`, named = home ? `:${home}:${subject}` : subject;
  const client = open();
  const id = await write(client, subject, ok);
  await read(open(), subject, named, id, ok);
  await refer(client, subject, ok);
  if (client.createAssociation) await associate(client, subject, named, ok);
  await configure(client, subject, home, ok);
  await remove(client, open(), subject, ok);
  ok('methods that nobody called', missed(library.SchemaRegistryClient, called), []);
  if (!home) await qualify(client, open(), `:.${prefix}:orders`, ok);
  await keys(library, url, `${prefix}-kek`, ok);
}

async function write(client, subject, ok) {
  const one = await client.registerFullResponse(subject, info(first));
  ok('a full answer', [one.version, one.schema], [1, first]);
  client.clearCaches();
  ok('the same again', await client.register(subject, info(first)), one.id);
  ok('the same, normalised', await client.register(subject, info(spaced), true), one.id);
  ok('incompatible', await refused(client.register(subject, info(broken))), 40901);
  ok('not a schema', await refused(client.register(subject, info('{'))), 42201);
  ok('checked', await client.testSubjectCompatibility(subject, info(broken)), false);
  ok('checked, one version', await client.testCompatibility(subject, 1, tagged), true);
  ok('another id', await client.register(subject, tagged) !== one.id, true);
  return one;
}

async function read(client, subject, named, one, ok) {
  const latest = await client.getLatestSchemaMetadata(subject);
  ok('latest', [latest.subject, latest.version, latest.schema], [named, 2, second]);
  ok('metadata', latest.metadata, tagged.metadata);
  ok('rules', latest.ruleSet, rules);
  ok('by metadata', (await client.getLatestWithMetadata(subject, { owner: 'shop' }, false)).version, 2);
  ok('by other metadata', await refused(client.getLatestWithMetadata(subject, { owner: 'nobody' }, false)), 40403);
  ok('a version', (await client.getSchemaMetadata(subject, 1)).id, one.id);
  ok('no version', await refused(client.getSchemaMetadata(subject, 9)), 40402);
  ok('versions', await client.getAllVersions(subject), [1, 2]);
  ok('by id', (await client.getBySubjectAndId(subject, one.id)).schema, first);
  ok('by an unknown id', await refused(client.getBySubjectAndId(subject, 2147483000)), 40403);
  if (client.getByGuid) ok('by GUID', (await client.getByGuid(one.guid)).schema, first);
  ok('looked up', await client.getId(subject, info(spaced), true), one.id);
  if (client.getIdFullResponse) ok('looked up, in full', (await client.getIdFullResponse(subject, info(first))).version, 1);
  ok('version of a text', await client.getVersion(subject, tagged), 2);
  ok('no version of a text', await refused(client.getVersion(subject, info(broken))), 40403);
  ok('subjects', (await client.getAllSubjects()).includes(named), true);
  ok('settings', client.config().baseURLs.length, 1);
  client.clearLatestCaches();
  await client.close();
}

async function refer(client, subject, ok) {
  const owner = `${subject}-list`, references = [{ name: 'shop.Line', subject, version: 1 }];
  await client.register(owner, { ...info(list), references });
  client.clearCaches();
  ok('referred to', (await client.getLatestSchemaMetadata(owner)).references, references);
  ok('a reference holds', await refused(client.deleteSubjectVersion(subject, 1)), 42206);
  ok('the owner goes', await client.deleteSubject(owner), [1]);
  ok('the owner goes for good', await client.deleteSubject(owner, true), [1]);
}

async function associate(client, subject, named, ok) {
  const resource = { resourceName: subject, resourceNamespace: 'lkc-1', resourceId: `lkc-1:${subject}`, resourceType: 'topic' };
  const made = await client.createAssociation({ ...resource, associations: [{ subject, associationType: 'value', lifecycle: 'WEAK' }] });
  ok('associated', [made.resourceId, made.associations.map((a) => a.associationType)], [resource.resourceId, ['value']]);
  const ask = (namespace) => client.getAssociationsByResourceName(subject, namespace, 'topic', ['value'], null, 0, -1);
  ok('associations', (await ask('-')).map((a) => [a.subject, a.lifecycle]), [[named, 'WEAK']]);
  await client.deleteAssociations(resource.resourceId, 'topic', ['value'], false);
  client.clearCaches();
  ok('no associations', await ask('lkc-1'), []);
}

async function configure(client, subject, home, ok) {
  ok('no config', await refused(client.getConfig(subject)), 40408);
  const wanted = { compatibility: 'FULL', compatibilityGroup: 'application.major', defaultMetadata: { properties: { tier: '1' } }, defaultRuleSet: rules, normalize: true };
  ok('config set', await client.updateConfig(subject, wanted), wanted);
  const { compatibility, ...same } = wanted;
  ok('config', await client.getConfig(subject), { ...same, compatibilityLevel: compatibility });
  ok('level set', await client.updateCompatibility(subject, 'NONE'), 'NONE');
  ok('level', await client.getCompatibility(subject), 'NONE');
  ok('level of all set', await client.updateDefaultCompatibility('FORWARD'), 'FORWARD');
  ok('level of all', await client.getDefaultCompatibility(), 'FORWARD');
  ok('config of all set', await client.updateDefaultConfig({ compatibility: 'BACKWARD' }), { compatibility: 'BACKWARD' });
  ok('config of all', await client.getDefaultConfig(), { compatibilityLevel: 'BACKWARD' });
}

async function remove(client, reader, subject, ok) {
  ok('a version deleted', await client.deleteSubjectVersion(subject, 1), 1);
  ok('versions left', await reader.getAllVersions(subject), [2]);
  ok('a deleted version', (await reader.getSchemaMetadata(subject, 1, true)).version, 1);
  ok('a deleted text', await reader.getVersion(subject, info(first), false, true), 1);
  ok('a version deleted for good', await client.deleteSubjectVersion(subject, 1, true), 1);
  ok('subject deleted', await client.deleteSubject(subject), [2]);
  ok('subject deleted for good', await client.deleteSubject(subject, true), [2]);
  ok('nothing left', await refused(client.getAllVersions(subject)), 40401);
}

// qualify reaches another context by the name of a subject.
async function qualify(client, reader, subject, ok) {
  const one = await client.register(subject, info(first));
  ok('qualified, latest', (await reader.getLatestSchemaMetadata(subject)).subject, subject);
  ok('qualified, by id', (await reader.getBySubjectAndId(subject, one)).schema, first);
  ok('qualified, looked up', await reader.getId(subject, info(first)), one);
  ok('qualified, checked', await client.testSubjectCompatibility(subject, info(broken)), false);
  ok('qualified, level', await client.updateCompatibility(subject, 'NONE'), 'NONE');
  ok('qualified, in its context alone', await refused(reader.getAllVersions(subject.split(':')[2])), 40401);
  ok('qualified, deleted', await client.deleteSubject(subject), [1]);
}

async function keys(library, url, kek, ok) {
  const called = new Set();
  const client = watched(library.DekRegistryClient.newClient({ baseURLs: [url] }), called);
  const made = await client.registerKek(kek, 'local-kms', 'key', false, { a: 'b' }, 'a test');
  ok('a key encryption key', [made.name, made.kmsType, made.kmsKeyId, made.kmsProps, made.doc, made.shared], [kek, 'local-kms', 'key', { a: 'b' }, 'a test', false]);
  ok('the key encryption key', (await client.getKek(kek, false)).kmsKeyId, 'key');
  const dek = await client.registerDek(kek, 's', 'AES256_GCM', 1, 'YWJj');
  ok('a key', [dek.version, dek.encryptedKeyMaterial], [1, 'YWJj']);
  ok('the key', (await client.getDek(kek, 's', 'AES256_GCM', 1, false)).encryptedKeyMaterial, 'YWJj');
  if (client.getDekEncryptedKeyMaterialBytes) {
    ok('its bytes', (await client.getDekEncryptedKeyMaterialBytes(dek)).toString(), 'abc');
    await client.setDekKeyMaterial(dek, Buffer.from('secret'));
    ok('its secret', (await client.getDekKeyMaterialBytes(dek)).toString(), 'secret');
    ok('settings of the other client', client.config().baseURLs, [url]);
  }
  await client.close();
  ok('methods of the other client that nobody called', missed(library.DekRegistryClient, called), []);
}
