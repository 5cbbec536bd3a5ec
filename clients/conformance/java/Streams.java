package conformance;

import static conformance.Called.expect;

import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Runs a Kafka Streams application that adds up amounts by key, with the official Avro serializers on its topics and on its
 * state: java -cp CLIENT.jar:LIB conformance.Streams streams URL BROKER PREFIX STATE. STATE is a folder.
 */
public final class Streams {
  private static final Schema AMOUNT = new Schema.Parser()
      .parse("{\"type\":\"record\",\"name\":\"Amount\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"cents\",\"type\":\"long\"}]}");

  private Streams() {}

  public static void main(String[] args) throws Exception {
    String url = args[1];
    String broker = args[2];
    String prefix = args[3];
    String in = prefix + "-in";
    String out = prefix + "-out";
    Serde<Object> avro = Serdes.serdeFrom(new KafkaAvroSerializer(), new KafkaAvroDeserializer());
    avro.configure(Map.of("schema.registry.url", url), false);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      admin.createTopics(List.of(new NewTopic(in, 1, (short) 1), new NewTopic(out, 1, (short) 1))).all().get();
    }
    produce(broker, in, avro);
    KafkaStreams streams = new KafkaStreams(sums(in, out, avro).build(), settings(broker, prefix, args[4]));
    streams.start();
    expect("sums", consume(broker, out, avro), Map.of("a", 3L, "b", 5L));
    expect("the application is closed", streams.close(Duration.ofSeconds(20)), true);
    List<String> subjects = new RestService(url).getAllSubjects();
    String state = prefix + "-KSTREAM-REDUCE-STATE-STORE-0000000001-changelog-value";
    expect("subjects", subjects.containsAll(List.of(in + "-value", out + "-value", state)), true);
    System.exit(0);
  }

  private static StreamsBuilder sums(String in, String out, Serde<Object> avro) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(in, Consumed.with(Serdes.String(), avro))
        .groupByKey(Grouped.with(Serdes.String(), avro))
        .reduce((a, b) -> amount(cents(a) + cents(b)), Materialized.with(Serdes.String(), avro))
        .toStream()
        .to(out, Produced.with(Serdes.String(), avro));
    return builder;
  }

  private static Properties settings(String broker, String application, String state) {
    Properties settings = new Properties();
    settings.putAll(Map.of("application.id", application, "bootstrap.servers", broker, "state.dir", state,
        "num.stream.threads", 1, "commit.interval.ms", 100, "statestore.cache.max.bytes", 0));
    return settings;
  }

  private static void produce(String broker, String topic, Serde<Object> avro) {
    try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker), Serdes.String().serializer(), avro.serializer())) {
      producer.send(new ProducerRecord<>(topic, "a", amount(1)));
      producer.send(new ProducerRecord<>(topic, "b", amount(5)));
      producer.send(new ProducerRecord<>(topic, "a", amount(2)));
      producer.flush();
    }
  }

  /** consume reads the sums until there are three, for at most a minute. */
  private static Map<String, Long> consume(String broker, String topic, Serde<Object> avro) {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker, "group.id", topic, "auto.offset.reset", "earliest");
    Map<String, Long> sums = new HashMap<>();
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    try (var consumer = new KafkaConsumer<>(settings, Serdes.String().deserializer(), avro.deserializer())) {
      consumer.subscribe(List.of(topic));
      for (int seen = 0; seen < 3 && System.nanoTime() < end; ) {
        for (ConsumerRecord<String, Object> message : consumer.poll(Duration.ofSeconds(1))) {
          sums.put(message.key(), cents(message.value()));
          seen++;
        }
      }
    }
    return sums;
  }

  private static GenericRecord amount(long cents) {
    GenericRecord amount = new GenericData.Record(AMOUNT);
    amount.put("cents", cents);
    return amount;
  }

  private static long cents(Object amount) {
    return (Long) ((GenericRecord) amount).get("cents");
  }
}
