package migrate

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// TopicConfig says where the topic of a registry is and how to read it.
type TopicConfig struct {
	// Brokers are addresses of brokers to begin with, host:port.
	Brokers []string
	// Topic has the schemas, Keys the encryption keys; that of the keys need not exist, and an empty name is none.
	Topic, Keys string
	// Mechanism is PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 and says how User and Password are sent; empty for neither.
	Mechanism, User, Password string
	// TLS is nil for connections in the clear.
	TLS *tls.Config
	// Timeout bounds one request.
	Timeout time.Duration
	// Level is the compatibility level that the registry was started with, which it does not write down.
	Level string
	// Progress is told how many records are read of how many; nil means nobody.
	Progress func(done, total int64)
}

// Topic is the topic in which a registry keeps its records, `_schemas` by default, with that of its encryption keys. It
// remembers how far it was read. It is not safe for concurrent use.
type Topic struct {
	client *kgo.Client
	level  string

	schemas *feed
	log     *schemaLog
	keys    *feed // nil for none
	keyLog  *keyLog

	// last is what Read returned for what, when so many records were read.
	last *Snapshot
	what Selection
	read int
}

// OpenTopic connects to nothing yet. The error is about the config. The caller closes the topic.
func OpenTopic(c TopicConfig) (*Topic, error) {
	options := []kgo.Opt{
		kgo.SeedBrokers(c.Brokers...), kgo.ClientID("concord"), kgo.DialTLSConfig(c.TLS),
		kgo.DialTimeout(c.Timeout), kgo.RetryTimeout(c.Timeout), kgo.RequestRetries(2),
	}
	switch c.Mechanism {
	case "":
	case "PLAIN":
		options = append(options, kgo.SASL(plain.Auth{User: c.User, Pass: c.Password}.AsMechanism()))
	case "SCRAM-SHA-256":
		options = append(options, kgo.SASL(scram.Auth{User: c.User, Pass: c.Password}.AsSha256Mechanism()))
	case "SCRAM-SHA-512":
		options = append(options, kgo.SASL(scram.Auth{User: c.User, Pass: c.Password}.AsSha512Mechanism()))
	default:
		return nil, fmt.Errorf("%q is not a way to log in; the ways are PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512", c.Mechanism)
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, err
	}
	t := &Topic{client: client, level: c.Level, log: newSchemaLog(), keyLog: newKeyLog()}
	t.schemas = &feed{client: client, topic: c.Topic, timeout: c.Timeout, apply: t.log.apply, progress: c.Progress, next: -1}
	if c.Keys != "" {
		t.keys = &feed{client: client, topic: c.Keys, timeout: c.Timeout, apply: t.keyLog.apply, next: -1}
	}
	return t, nil
}

// Close ends the connections.
func (t *Topic) Close() { t.client.Close() }

// Read reads what was written since the last time, and returns all of what the registry holds then.
func (t *Topic) Read(ctx context.Context, what Selection) (*Snapshot, error) {
	if err := t.schemas.catchUp(ctx); err != nil {
		return nil, explainKafka(err)
	}
	skipped, err := t.readKeys(ctx)
	if err != nil {
		return nil, explainKafka(err)
	}
	read := t.schemas.count
	if t.keys != nil {
		read += t.keys.count
	}
	if t.last == nil || t.read != read || t.what.All != what.All || t.what.Domain != what.Domain {
		s := t.log.snapshot(t.level)
		t.keyLog.addTo(s)
		s.Skipped = append(s.Skipped, skipped...)
		t.last, t.what, t.read = s.Only(what), what, read
	}
	return t.last, nil
}

// readKeys reads the topic of the keys, if there is one. One that this user may not read is left out.
func (t *Topic) readKeys(ctx context.Context) ([]Skipped, error) {
	if t.keys == nil {
		return nil, nil
	}
	err := t.keys.catchUp(ctx)
	switch {
	case errors.Is(err, kerr.UnknownTopicOrPartition):
		return nil, nil
	case errors.Is(err, kerr.TopicAuthorizationFailed):
		return []Skipped{{"the encryption keys in " + t.keys.topic, err.Error()}}, nil
	}
	return nil, err
}

// explainKafka adds what to do about an error of Kafka, where that is known.
func explainKafka(err error) error {
	var eof *kgo.ErrFirstReadEOF
	switch {
	case errors.Is(err, kerr.UnknownTopicOrPartition), errors.Is(err, kerr.UnknownTopicID):
		return &SourceError{err, "write the topic behind the brokers; its name is kafkastore.topic in the settings of the other registry"}
	case errors.Is(err, kerr.TopicAuthorizationFailed):
		return &SourceError{err, "give the user the operations Describe and Read on the topic"}
	case errors.Is(err, kerr.SaslAuthenticationFailed):
		return &SourceError{err, "see --from-user, --from-sasl and the password"}
	case errors.Is(err, kerr.OffsetOutOfRange):
		return &SourceError{err, "the topic was emptied or made anew meanwhile: start again"}
	case errors.As(err, &eof), errors.Is(err, io.EOF), strings.Contains(err.Error(), "tls:"):
		return &SourceError{err, "see --from-tls, --from-ca-file, --from-user, --from-sasl and the password: the brokers do not agree with one of them"}
	case errors.Is(err, context.DeadlineExceeded):
		return &SourceError{err, "check the addresses of the brokers, those that they advertise, and --from-tls"}
	}
	return err
}
