package conformance;

import static conformance.Called.expect;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Rule;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleKind;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleMode;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleSet;
import io.confluent.kafka.schemaregistry.encryption.FieldEncryptionExecutor;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Encrypts a field with the official Java client, or decrypts it: java -cp CLIENT.jar conformance.Encrypt encrypt URL TOPIC
 * FILE [SECRET], and the same with decrypt. The local key management service derives its key from the secret; without one the
 * registry must wrap the key.
 */
public final class Encrypt {
  private static final String PERSON = "{\"type\":\"record\",\"name\":\"Person\",\"namespace\":\"shop\",\"fields\":["
      + "{\"name\":\"ssn\",\"type\":\"string\",\"confluent:tags\":[\"PII\"]}]}";
  private static final String SSN = "123-45-6789";

  private Encrypt() {}

  public static void main(String[] args) throws Exception {
    String url = args[1];
    String topic = args[2];
    Path file = Path.of(args[3]);
    Map<String, Object> config = config(url);
    if (args.length > 4) {
      config.put("rule.executors.encrypt.param.secret", args[4]);
    }
    if (args[0].equals("encrypt")) {
      Files.write(file, encrypt(url, topic, config));
    } else {
      KafkaAvroDeserializer in = new KafkaAvroDeserializer();
      in.configure(config, false);
      GenericRecord back = (GenericRecord) in.deserialize(topic, Files.readAllBytes(file));
      expect("decrypted", back.get("ssn").toString(), SSN);
    }
    System.exit(0);
  }

  private static byte[] encrypt(String url, String topic, Map<String, Object> config) throws Exception {
    Map<String, String> key = Map.of("encrypt.kek.name", "kek-" + topic, "encrypt.kms.type", "local-kms", "encrypt.kms.key.id", "key");
    Rule rule = new Rule("encrypt", null, RuleKind.TRANSFORM, RuleMode.WRITEREAD, "ENCRYPT", Set.of("PII"), key, null, null, "ERROR,ERROR", false);
    AvroSchema person = new AvroSchema(PERSON);
    new CachedSchemaRegistryClient(url, 10).register(topic + "-value", (AvroSchema) person.copy(null, new RuleSet(null, List.of(rule))));
    KafkaAvroSerializer out = new KafkaAvroSerializer();
    out.configure(config, false);
    GenericRecord record = new GenericData.Record(new Schema.Parser().parse(PERSON));
    record.put("ssn", SSN);
    byte[] wire = out.serialize(topic, record);
    expect("plaintext on the wire", new String(wire, StandardCharsets.ISO_8859_1).contains(SSN), false);
    return wire;
  }

  private static Map<String, Object> config(String url) {
    Map<String, Object> config = new HashMap<>(Map.of("schema.registry.url", url, "auto.register.schemas", false, "use.latest.version", true));
    config.put("rule.executors", "encrypt");
    config.put("rule.executors.encrypt.class", FieldEncryptionExecutor.class.getName());
    return config;
  }
}
