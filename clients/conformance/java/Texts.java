package conformance;

import static conformance.Called.avro;
import static conformance.Called.enumeration;
import static conformance.Called.find;
import static conformance.Called.make;

import java.util.List;
import java.util.Map;

/** The schemas that the walks register, as each release of the client takes them. */
final class Texts {
  static final String LINE =
      "{\"type\":\"record\",\"name\":\"Line\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
  static final String NEXT =
      LINE.replace("}]}", "},{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]}");
  static final String BROKEN = LINE.replace("}]}", "},{\"name\":\"price\",\"type\":\"int\"}]}");
  static final String LIST =
      "{\"type\":\"record\",\"name\":\"Lines\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"line\",\"type\":\"shop.Line\"}]}";

  private Texts() {}

  /** schema is what this release takes: a parsed schema, or Avro's own object. */
  static Object schema(String text) throws Throwable {
    Class<?> kind = find("io.confluent.kafka.schemaregistry.avro.AvroSchema");
    return kind != null ? make(kind, text) : parsed(text);
  }

  /** next is the second version, with metadata and a rule where a release has them. */
  static Object next() throws Throwable {
    String entities = "io.confluent.kafka.schemaregistry.client.rest.entities.";
    if (find(entities + "RuleSet") == null) {
      return schema(NEXT);
    }
    Object kind = enumeration(entities + "RuleKind", "CONDITION"), mode = enumeration(entities + "RuleMode", "WRITE");
    Object rule = make(find(entities + "Rule"), "short", null, kind, mode, "CEL", null, null, "size(message.id) < 9", null, "ERROR", false);
    Object rules = make(find(entities + "RuleSet"), null, List.of(rule));
    return new Called(schema(NEXT)).on("copy", metadata(), rules);
  }

  static Object metadata() throws Throwable {
    return make(find("io.confluent.kafka.schemaregistry.client.rest.entities.Metadata"), null, Map.of("owner", "shop"), null);
  }

  static Object parsed(String text) throws Throwable {
    return new Called(make(avro("Schema$Parser"))).on("parse", text);
  }
}
