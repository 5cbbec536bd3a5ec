package migrate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// feed reads a topic of one partition, and remembers how far.
type feed struct {
	client  *kgo.Client
	topic   string
	timeout time.Duration
	// apply is given each record, in order.
	apply func(record)
	// progress is told how far it is; nil means nobody.
	progress func(done, total int64)
	// next is the offset of the first record that was not read, -1 before the first.
	next int64
	// count is how many records were read.
	count int
}

// record is one record of a topic. A nil value removes what its key names.
type record struct {
	offset     int64
	time       time.Time
	key, value []byte
}

// catchUp reads up to the end of the topic. The end is where a broker has no batch to give: offsets alone do not tell,
// for compaction may have removed the last ones.
func (f *feed) catchUp(ctx context.Context) error {
	p, err := f.partition(ctx)
	if err != nil {
		return err
	}
	if f.next < 0 {
		if f.next, err = p.start(ctx); err != nil {
			return err
		}
	}
	for {
		batch, err := p.fetch(ctx, f.next)
		if err != nil {
			return err
		}
		for _, r := range batch.Records {
			f.count++
			f.apply(record{r.Offset, r.Timestamp.UTC(), r.Key, r.Value})
		}
		if batch.next <= f.next {
			return nil
		}
		f.next = batch.next
		if f.progress != nil {
			f.progress(f.next, max(f.next, batch.HighWatermark))
		}
		if f.next >= batch.HighWatermark {
			return nil
		}
	}
}

// partition is the one partition of a topic, at the broker that leads it.
type partition struct {
	*feed
	leader *kgo.Broker
	id     kmsg.MetadataResponseTopic
}

func (f *feed) partition(ctx context.Context) (*partition, error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	asked := kmsg.NewPtrMetadataRequest()
	topic := kmsg.NewMetadataRequestTopic()
	topic.Topic = &f.topic
	asked.Topics = append(asked.Topics, topic)
	answer, err := asked.RequestWith(ctx, f.client)
	if err != nil {
		return nil, err
	}
	if len(answer.Topics) != 1 {
		return nil, fmt.Errorf("the brokers described %d topics instead of one", len(answer.Topics))
	}
	found := answer.Topics[0]
	if err := kerr.ErrorForCode(found.ErrorCode); err != nil {
		return nil, err
	}
	if n := len(found.Partitions); n != 1 {
		return nil, fmt.Errorf("the topic has %d partitions; that of a registry has one", n)
	}
	if err := kerr.ErrorForCode(found.Partitions[0].ErrorCode); err != nil {
		return nil, err
	}
	return &partition{f, f.client.Broker(int(found.Partitions[0].Leader)), found}, nil
}

// start is the offset of the first record that there is.
func (p *partition) start(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	asked := kmsg.NewPtrListOffsetsRequest()
	asked.ReplicaID = -1
	topic, part := kmsg.NewListOffsetsRequestTopic(), kmsg.NewListOffsetsRequestTopicPartition()
	topic.Topic, part.Timestamp = p.topic, -2 // the earliest
	topic.Partitions = append(topic.Partitions, part)
	asked.Topics = append(asked.Topics, topic)
	answer, err := asked.RequestWith(ctx, p.client)
	if err != nil {
		return 0, err
	}
	if len(answer.Topics) != 1 || len(answer.Topics[0].Partitions) != 1 {
		return 0, errors.New("the brokers did not say where the topic starts")
	}
	found := answer.Topics[0].Partitions[0]
	return found.Offset, kerr.ErrorForCode(found.ErrorCode)
}

// Limits of one fetch: what a broker may send in bytes, and how long it may wait for something to send.
const (
	fetchBytes = 16 << 20
	fetchWait  = 250 * time.Millisecond
)

type batch struct {
	kgo.FetchPartition
	// next is the offset after all that the answer holds, also after what is no record.
	next int64
}

// fetch asks once for what begins at an offset.
func (p *partition) fetch(ctx context.Context, from int64) (batch, error) {
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	answer, err := p.leader.RetriableRequest(ctx, p.request(from))
	if err != nil {
		return batch{}, err
	}
	fetched, ok := answer.(*kmsg.FetchResponse)
	if !ok {
		return batch{}, fmt.Errorf("the broker answered a fetch with %T", answer)
	}
	if err := kerr.ErrorForCode(fetched.ErrorCode); err != nil {
		return batch{}, err
	}
	if len(fetched.Topics) != 1 || len(fetched.Topics[0].Partitions) != 1 {
		return batch{}, errors.New("the broker's answer is about other partitions than the one that was asked for")
	}
	options := kgo.ProcessFetchPartitionOpts{Offset: from, Topic: p.topic, IsolationLevel: kgo.ReadCommitted()}
	part, next := kgo.ProcessFetchPartition(options, &fetched.Topics[0].Partitions[0], kgo.DefaultDecompressor(), nil)
	return batch{part, next}, part.Err
}

func (p *partition) request(from int64) *kmsg.FetchRequest {
	asked := kmsg.NewPtrFetchRequest()
	asked.MaxWaitMillis, asked.MinBytes, asked.MaxBytes = int32(fetchWait.Milliseconds()), 1, fetchBytes
	asked.IsolationLevel = 1 // committed records only
	topic, part := kmsg.NewFetchRequestTopic(), kmsg.NewFetchRequestTopicPartition()
	topic.Topic, topic.TopicID = p.topic, p.id.TopicID
	part.FetchOffset, part.PartitionMaxBytes = from, fetchBytes
	topic.Partitions = append(topic.Partitions, part)
	asked.Topics = append(asked.Topics, topic)
	return asked
}
