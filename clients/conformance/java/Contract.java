package conformance;

import static conformance.Called.expect;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import io.confluent.kafka.schemaregistry.client.rest.entities.Rule;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleKind;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleMode;
import io.confluent.kafka.schemaregistry.client.rest.entities.RuleSet;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What serializers of the official Java client ask of a registry beyond an id, rules that are served with a schema and
 * migrations between groups of versions: java -cp CLIENT.jar conformance.Contract contract URL.
 */
public final class Contract {
  private final String url;
  private final CachedSchemaRegistryClient client;

  private Contract(String url) {
    this.url = url;
    client = new CachedSchemaRegistryClient(url, 10);
  }

  public static void main(String[] args) throws Exception {
    Contract contract = new Contract(args[1]);
    contract.condition("java-" + UUID.randomUUID());
    contract.migration("java-" + UUID.randomUUID());
    System.exit(0);
  }

  private void condition(String topic) throws Exception {
    Rule rule = new Rule("short", null, RuleKind.CONDITION, RuleMode.WRITE, "CEL", null, null, "size(message.state) < 9", null, "ERROR", false);
    client.register(topic + "-value", schema("state", null, new RuleSet(null, List.of(rule))));
    KafkaAvroSerializer out = writer(Map.of("use.latest.version", true));
    expect("a condition that holds", out.serialize(topic, order("state", "invoiced")).length > 5, true);
    try {
      expect("a condition that fails", out.serialize(topic, order("state", "far too long")), "an error");
    } catch (SerializationException refusal) {
      expect("a condition that fails", refusal.getCause().getMessage(), "Rule failed: short");
    }
  }

  /** migration gives a field another name in the next major version; writers and readers each stay with theirs. */
  private void migration(String topic) throws Exception {
    String subject = topic + "-value";
    Config config = new Config();
    config.setCompatibilityGroup("major");
    client.updateConfig(subject, config);
    RuleSet renames = new RuleSet(List.of(rename("up", RuleMode.UPGRADE, "state", "status"), rename("down", RuleMode.DOWNGRADE, "status", "state")), null);
    client.register(subject, schema("state", "1", null));
    client.register(subject, schema("status", "2", renames));
    migrate(topic, "1", "state", "2", "status");
    migrate(topic, "2", "status", "1", "state");
  }

  private void migrate(String topic, String writes, String from, String reads, String to) {
    byte[] wire = writer(Map.of("use.latest.with.metadata", "major=" + writes)).serialize(topic, order(from, "invoiced"));
    KafkaAvroDeserializer in = new KafkaAvroDeserializer();
    in.configure(config(Map.of("use.latest.with.metadata", "major=" + reads)), false);
    GenericRecord back = (GenericRecord) in.deserialize(topic, wire);
    expect("from major version " + writes + " to " + reads, back.get(to).toString(), "invoiced");
  }

  private static Rule rename(String name, RuleMode mode, String from, String to) {
    String expression = String.format("$merge([$sift($, function($v, $k) {$k != '%s'}), {'%s': $.'%s'}])", from, to, from);
    return new Rule(name, null, RuleKind.TRANSFORM, mode, "JSONATA", null, null, expression, null, null, false);
  }

  private static AvroSchema schema(String field, String major, RuleSet rules) {
    Metadata metadata = major == null ? null : new Metadata(null, Map.of("major", major), null);
    return (AvroSchema) new AvroSchema(text(field)).copy(metadata, rules);
  }

  private static GenericRecord order(String field, String value) {
    GenericRecord order = new GenericData.Record(new Schema.Parser().parse(text(field)));
    order.put(field, value);
    return order;
  }

  private static String text(String field) {
    return "{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"" + field + "\",\"type\":\"string\"}]}";
  }

  private KafkaAvroSerializer writer(Map<String, Object> which) {
    KafkaAvroSerializer out = new KafkaAvroSerializer();
    out.configure(config(which), false);
    return out;
  }

  private Map<String, Object> config(Map<String, Object> which) {
    Map<String, Object> config = new HashMap<>(Map.of("schema.registry.url", url, "auto.register.schemas", false));
    config.putAll(which);
    return config;
  }
}
