// Package conformance runs the official clients of other vendors, unchanged and pinned, against a started Concord, and
// lets them exchange messages through a real Kafka broker. Its tests have the build tag `conformance`, since they install
// what they need beyond Go: Python packages, npm packages and jars, each from its lock file or an exact version, into the
// user's cache folder. Run them with `make test-clients`, which prints how many checks passed for each client.
//
// A program per language walks through every public method of its client and compares what comes back: in the default
// domain, in another one that is reached by the path of the URL, and in one that is reached by the name of a subject. It
// remembers which methods were called and fails when the library has one more, so that a new release cannot go by half
// tested. Serializers pass messages through, and ask for what contracts add: rules that are served with a schema,
// migrations between groups of versions, GUIDs in headers, associated subjects.
//
//	TestRegistry    confluent-kafka 2.16.0, 2.0.2, 1.9.2; python-schema-registry-client 2.6.1;
//	                @confluentinc/schemaregistry 1.10.1, 1.9.0, 1.0.0; @kafkajs/confluent-schema-registry 3.9.0;
//	                confluent-kafka-go 2.15.1; franz-go's sr 1.8.0; srclient 0.7.3; hamba/avro 2.31.0;
//	                the Java client 7.9.5, 7.7.0, 7.5.3 and 7.2.2 (relocated, as Flink carries them), 5.5.3, 5.3.4
//	TestBroker      messages in Avro, JSON and Protobuf from each language to the next through Kafka 4.1
//	TestEncryption  fields encrypted in Python, JavaScript, Go and Java, decrypted in each
//	TestStreams     a Kafka Streams application with its topics and its state in Avro
//	TestConnect     a Connect worker with the AvroConverter
//
// Left out, for want of a published package: the Java client 8.x and the Java serializers of JSON and Protobuf. What those
// asked for was recorded, and is replayed with the requests of all others by the tests of server/confluent.
package conformance
