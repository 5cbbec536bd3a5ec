package conformance;

import static conformance.Called.avro;
import static conformance.Called.expect;
import static conformance.Called.find;
import static conformance.Called.get;
import static conformance.Called.make;
import static conformance.Called.missed;
import static conformance.Called.refused;
import static conformance.Texts.BROKEN;
import static conformance.Texts.LINE;
import static conformance.Texts.NEXT;
import static conformance.Texts.next;
import static conformance.Texts.parsed;
import static conformance.Texts.schema;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Calls every public method of the official Java client, unchanged, and passes a message through its Avro serializer:
 * java -cp CLIENT.jar conformance.Registry registry URL. What a release lacks is left out; what it has and nobody calls
 * fails the walk. Every check prints a line; the first that fails ends the program with status 1.
 */
public final class Registry {
  final String url;
  final String subject = "java-" + UUID.randomUUID();
  /** named is the subject in answers. */
  final String named;
  final boolean inContext;

  Registry(String url) {
    this.url = url;
    int at = url.indexOf("/contexts/");
    inContext = at >= 0;
    named = inContext ? ":" + url.substring(at + "/contexts/".length()) + ":" + subject : subject;
  }

  public static void main(String[] args) throws Throwable {
    Registry walk = new Registry(args[1]);
    if (find("io.confluent.kafka.serializers.KafkaAvroSerializer") != null) {
      walk.roundTrip();
    }
    walk.client();
    new Rest(walk).walk();
    if (!walk.inContext) {
      walk.qualify(":." + walk.subject + ":orders");
    }
    System.exit(0);
  }

  void roundTrip() throws Throwable {
    Object payment = make(avro("generic.GenericData$Record"), parsed(LINE));
    new Called(payment).on("put", "id", "p-1");
    Map<String, Object> config = Map.of("schema.registry.url", url, "auto.register.schemas", true);
    Called out = new Called(make(find("io.confluent.kafka.serializers.KafkaAvroSerializer")));
    Called in = new Called(make(find("io.confluent.kafka.serializers.KafkaAvroDeserializer")));
    out.on("configure", config, false);
    in.on("configure", config, false);
    Object wire = out.on("serialize", "topic-" + subject, payment);
    expect("avro round trip", in.on("deserialize", "topic-" + subject, wire).toString(), payment.toString());
  }

  /** client walks SchemaRegistryClient; a second one reads, which has not cached what the first one wrote. */
  void client() throws Throwable {
    Called c = open(), r = open();
    int one = (Integer) c.on("register", subject, schema(LINE));
    refused("register", 40901, () -> c.on("register", subject, schema(BROKEN)));
    expect("testCompatibility", c.on("testCompatibility", subject, schema(BROKEN)), false);
    if (c.has("testCompatibilityVerbose")) {
      expect("testCompatibilityVerbose", ((List<?>) c.on("testCompatibilityVerbose", subject, schema(BROKEN))).isEmpty(), false);
    }
    int two = (Integer) c.on("register", subject, next());
    if (c.has("registerWithResponse")) {
      c.on("reset");
      expect("registerWithResponse", get(c.on("registerWithResponse", subject, schema(LINE), false), "Id"), one);
    }
    byId(r, one);
    versions(r, one, two);
    lists(r, one);
    levels(c);
    modes(c);
    delete(c, r, one);
    c.on("reset");
    if (c.has("tenant")) {
      expect("tenant", c.on("tenant"), "default");
    }
    if (c.has("close")) {
      c.on("close");
    }
    expect("methods that nobody called", missed(find("io.confluent.kafka.schemaregistry.client.SchemaRegistryClient"), c, r), Set.of());
  }

  void byId(Called r, int one) throws Throwable {
    for (String name : List.of("getById", "getByID")) {
      expect(name, r.on(name, one).toString(), LINE);
    }
    for (String name : List.of("getBySubjectAndId", "getBySubjectAndID")) {
      expect(name, r.on(name, subject, one).toString(), LINE);
    }
    if (r.has("getSchemaById")) {
      expect("getSchemaById", r.on("getSchemaById", one).toString(), LINE);
      expect("getSchemaBySubjectAndId", r.on("getSchemaBySubjectAndId", subject, one).toString(), LINE);
      refused("getSchemaById", 40403, () -> r.on("getSchemaById", 2147483000));
      expect("parseSchema", ((Optional<?>) r.on("parseSchema", "AVRO", LINE, List.of())).isPresent(), true);
    }
  }

  void versions(Called r, int one, int two) throws Throwable {
    Object latest = r.on("getLatestSchemaMetadata", subject);
    expect("getLatestSchemaMetadata", List.of(get(latest, "Version"), get(latest, "Id"), get(latest, "Schema")), List.of(2, two, NEXT));
    expect("getSchemaMetadata", get(r.on("getSchemaMetadata", subject, 1), "Id"), one);
    refused("getSchemaMetadata", 40402, () -> r.on("getSchemaMetadata", subject, 9));
    expect("getId", r.on("getId", subject, schema(LINE)), one);
    expect("getVersion", r.on("getVersion", subject, schema(LINE)), 1);
    refused("getVersion", 40403, () -> r.on("getVersion", subject, schema(BROKEN)));
    if (r.has("getByVersion")) {
      expect("getByVersion", get(r.on("getByVersion", subject, 1, false), "Id"), one);
    }
    if (r.has("getLatestWithMetadata")) {
      expect("metadata", get(get(latest, "Metadata"), "Properties"), Map.of("owner", "shop"));
      expect("rules", get(((List<?>) get(get(latest, "RuleSet"), "DomainRules")).get(0), "Expr"), "size(message.id) < 9");
      expect("getLatestWithMetadata", get(r.on("getLatestWithMetadata", subject, Map.of("owner", "shop"), false), "Version"), 2);
      refused("getLatestWithMetadata", 40403, () -> r.on("getLatestWithMetadata", subject, Map.of("owner", "nobody"), false));
    }
  }

  void lists(Called r, int one) throws Throwable {
    expect("getAllVersions", r.on("getAllVersions", subject), List.of(1, 2));
    expect("getAllSubjects", ((Collection<?>) r.on("getAllSubjects")).contains(named), true);
    if (r.has("getAllSubjectsById")) {
      expect("getAllSubjectsById", ((Collection<?>) r.on("getAllSubjectsById", one)).contains(named), true);
      Collection<?> uses = (Collection<?>) r.on("getAllVersionsById", one);
      expect("getAllVersionsById", get(uses.iterator().next(), "Version"), 1);
    }
    if (r.has("getAllSubjectsByPrefix")) {
      expect("getAllSubjectsByPrefix", List.copyOf((Collection<?>) r.on("getAllSubjectsByPrefix", named)), List.of(named));
      expect("getSchemas", ((List<?>) r.on("getSchemas", named, false, true)).size(), 1);
    }
    if (r.has("getAllContexts")) {
      expect("getAllContexts", ((Collection<?>) r.on("getAllContexts")).contains(inContext ? named.split(":")[1] : "."), true);
      expect("getSchemaRegistryServerVersion", get(r.on("getSchemaRegistryServerVersion"), "Version").toString().isEmpty(), false);
    }
    if (r.has("getSchemaRegistryDeployment")) {
      expect("getSchemaRegistryDeployment", r.on("getSchemaRegistryDeployment") != null, true);
    }
  }

  void levels(Called c) throws Throwable {
    expect("updateCompatibility", c.on("updateCompatibility", subject, "FULL"), "FULL");
    expect("getCompatibility", c.on("getCompatibility", subject), "FULL");
    if (!c.has("deleteCompatibility")) {
      return;
    }
    c.on("deleteCompatibility", subject);
    refused("getCompatibility", 40408, () -> c.on("getCompatibility", subject));
    if (!c.has("updateConfig")) {
      return;
    }
    Called config = new Called(make(find("io.confluent.kafka.schemaregistry.client.rest.entities.Config"), "FORWARD"));
    if (config.has("setCompatibilityGroup")) {
      config.on("setCompatibilityGroup", "application.major");
    }
    c.on("updateConfig", subject, config.target);
    Object got = c.on("getConfig", subject);
    expect("getConfig", get(got, "CompatibilityLevel"), "FORWARD");
    if (config.has("setCompatibilityGroup")) {
      expect("getConfig, the group", get(got, "CompatibilityGroup"), "application.major");
    }
    c.on("deleteConfig", subject);
    refused("getConfig", 40408, () -> c.on("getConfig", subject));
  }

  void modes(Called c) throws Throwable {
    refused("getMode", 40409, () -> c.on("getMode", subject));
    expect("setMode", c.on("setMode", "READONLY", subject), "READONLY");
    expect("getMode", c.on("getMode", subject), "READONLY");
    refused("deleteSchemaVersion", 42205, () -> c.on("deleteSchemaVersion", subject, "1"));
    if (c.has("deleteMode")) {
      c.on("deleteMode", subject);
      refused("getMode", 40409, () -> c.on("getMode", subject));
    }
    c.on("setMode", "READWRITE", subject);
    expect("setMode", c.on("setMode", "READWRITE"), "READWRITE");
    expect("getMode", c.on("getMode"), "READWRITE");
  }

  void delete(Called c, Called r, int one) throws Throwable {
    expect("deleteSchemaVersion", c.on("deleteSchemaVersion", subject, "1"), 1);
    expect("getAllVersions", r.on("getAllVersions", subject), List.of(2));
    expect("deleteSubject", c.on("deleteSubject", subject), List.of(2));
    refused("getAllVersions", 40401, () -> r.on("getAllVersions", subject));
    if (c.has("getAllSubjectsByPrefix")) {
      expect("getAllVersions", c.on("getAllVersions", subject, true), List.of(1, 2));
      expect("deleteSubject", c.on("deleteSubject", subject, true), List.of(1, 2));
    }
  }

  /** qualify reaches another context by the name of a subject. */
  void qualify(String other) throws Throwable {
    Called c = open();
    int one = (Integer) c.on("register", other, schema(LINE));
    if (c.has("getAllSubjectsByPrefix")) { // since 7.0 the request names the subject
      expect("getBySubjectAndId", open().on("getBySubjectAndId", other, one).toString(), LINE);
    }
    expect("getLatestSchemaMetadata", get(c.on("getLatestSchemaMetadata", other), "Id"), one);
    expect("getVersion", open().on("getVersion", other, schema(LINE)), 1);
    expect("testCompatibility", c.on("testCompatibility", other, schema(BROKEN)), false);
    expect("updateCompatibility", c.on("updateCompatibility", other, "NONE"), "NONE");
    refused("getAllVersions", 40401, () -> c.on("getAllVersions", "orders"));
    expect("deleteSubject", c.on("deleteSubject", other), List.of(1));
  }

  Called open() throws Throwable {
    return new Called(make(find("io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient"), url, 100));
  }
}
