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
	Topic   string
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

// Topic is the topic in which a registry keeps its records, `_schemas` by default. It remembers how far it was read. It
// is not safe for concurrent use.
type Topic struct {
	config TopicConfig
	client *kgo.Client
	log    *schemaLog
	// next is the offset of the first record that was not read, -1 before the first.
	next int64
	// last is what Read returned for what.
	last *Snapshot
	what Selection
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
	return &Topic{config: c, client: client, log: newSchemaLog(), next: -1}, nil
}

// Close ends the connections.
func (t *Topic) Close() { t.client.Close() }

// Read reads what was written since the last time, and returns all of what the registry holds then.
func (t *Topic) Read(ctx context.Context, what Selection) (*Snapshot, error) {
	before := t.log.count
	if err := t.catchUp(ctx); err != nil {
		return nil, explainKafka(err)
	}
	if t.last == nil || t.log.count != before || t.what.All != what.All || t.what.Domain != what.Domain {
		t.last, t.what = t.log.snapshot(t.config.Level).Only(what), what
	}
	return t.last, nil
}

// catchUp reads up to the end of the topic. The end is where a broker has no batch to give: offsets alone do not tell,
// for compaction may have removed the last ones.
func (t *Topic) catchUp(ctx context.Context) error {
	p, err := t.partition(ctx)
	if err != nil {
		return err
	}
	if t.next < 0 {
		if t.next, err = p.start(ctx); err != nil {
			return err
		}
	}
	for {
		batch, err := p.fetch(ctx, t.next)
		if err != nil {
			return err
		}
		for _, r := range batch.Records {
			t.log.apply(record{r.Offset, r.Timestamp.UTC(), r.Key, r.Value})
		}
		if batch.next <= t.next {
			return nil
		}
		t.next = batch.next
		if t.config.Progress != nil {
			t.config.Progress(t.next, max(t.next, batch.HighWatermark))
		}
		if t.next >= batch.HighWatermark {
			return nil
		}
	}
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
		return &SourceError{err, "see --from-tls, --from-ca, --from-user, --from-sasl and the password: the brokers do not agree with one of them"}
	case errors.Is(err, context.DeadlineExceeded):
		return &SourceError{err, "check the addresses of the brokers, those that they advertise, and --from-tls"}
	}
	return err
}
