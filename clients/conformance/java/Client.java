import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Runs the official Java client and its Avro serializer, unchanged, against a registry: java -cp CLIENT.jar
 * Client.java registry URL. Every check prints a line; the first that fails ends the program with status 1.
 */
public class Client {
  static final String PAYMENT =
      "{\"type\":\"record\",\"name\":\"Payment\",\"namespace\":\"shop\",\"fields\":["
          + "{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"amount\",\"type\":\"long\"}]}";

  public static void main(String[] args) throws Exception {
    String topic = "java-" + UUID.randomUUID();
    String subject = topic + "-value";
    roundTrip(args[1], topic);
    administer(new CachedSchemaRegistryClient(args[1], 100), new RestService(args[1]), subject);
    System.exit(0);
  }

  static void roundTrip(String url, String topic) {
    Map<String, Object> config = Map.of("schema.registry.url", url, "auto.register.schemas", true);
    KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
    serializer.configure(config, false);
    deserializer.configure(config, false);
    GenericRecord payment = new GenericData.Record(new Schema.Parser().parse(PAYMENT));
    payment.put("id", "p-1");
    payment.put("amount", 4200L);
    Object back = deserializer.deserialize(topic, serializer.serialize(topic, payment));
    expect("avro round trip", back.toString(), payment.toString());
  }

  static void administer(CachedSchemaRegistryClient client, RestService rest, String subject) throws Exception {
    expect("versions", client.getAllVersions(subject), List.of(1));
    var latest = client.getLatestSchemaMetadata(subject);
    expect("latest", latest.getVersion(), 1);
    expect("by id", rest.getId(latest.getId()).getSchemaString(), PAYMENT);
    expect("look-up", rest.lookUpSubjectVersion(PAYMENT, subject).getId(), latest.getId());
    expect("subjects", client.getAllSubjects().stream().anyMatch(s -> s.endsWith(subject)), true);
    String broken = PAYMENT.replace("\"long\"", "\"string\"");
    expect("incompatible change", client.testCompatibility(subject, new AvroSchema(broken)), false);
    client.updateCompatibility(subject, "FULL");
    expect("level", client.getCompatibility(subject), "FULL");
    try {
      rest.registerSchema(broken, subject);
      throw new AssertionError("the incompatible schema was accepted");
    } catch (RestClientException refusal) {
      expect("refusal", refusal.getStatus(), 409);
    }
    expect("soft delete", client.deleteSubject(subject), List.of(1));
  }

  static void expect(String what, Object got, Object want) {
    if (!want.equals(got)) {
      System.err.println(what + ": got " + got + ", want " + want);
      System.exit(1);
    }
    System.out.println("ok " + what);
  }
}
