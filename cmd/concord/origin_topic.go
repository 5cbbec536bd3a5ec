package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

const (
	kafkaScheme = "kafka://"
	// schemasTopic and kafkaPort are what a registry uses where nobody says otherwise.
	schemasTopic = "_schemas"
	kafkaPort    = ":9092"
)

// topic opens the topic that --from names.
func (o *originOptions) topic(t *terminal) (*migrate.Topic, error) {
	brokers, name, err := parseTopic(o.from)
	if err != nil {
		return nil, &usage{err, "write it as kafka://host:9092,host:9092/_schemas"}
	}
	c := migrate.TopicConfig{Brokers: brokers, Topic: name, Keys: o.keysTopic, Timeout: cmp.Or(o.timeout, defaultTimeout), Level: strings.ToUpper(o.level)}
	if c.Mechanism, c.User, c.Password, err = o.login.sasl(t); err != nil {
		return nil, err
	}
	if c.TLS, err = o.login.brokerTLS(); err != nil {
		return nil, err
	}
	if progress, _ := t.bar("reading"); progress != nil {
		c.Progress = func(done, total int64) { progress(int(done), int(total)) }
	}
	topic, err := migrate.OpenTopic(c)
	if err != nil {
		return nil, &usage{err, "see --from, --from-sasl and --from-tls"}
	}
	return topic, nil
}

// parseTopic reads kafka://host:port,host:port/topic. Port and topic may be left out.
func parseTopic(address string) (brokers []string, topic string, err error) {
	hosts, topic, _ := strings.Cut(strings.TrimPrefix(address, kafkaScheme), "/")
	if strings.Contains(hosts, "@") {
		return nil, "", errors.New("the address holds a user; say --from-user")
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if host == "" {
			return nil, "", fmt.Errorf("%q names no broker", address)
		}
		if strings.LastIndexByte(host, ':') <= strings.LastIndexByte(host, ']') {
			host += kafkaPort
		}
		brokers = append(brokers, host)
	}
	return brokers, first(strings.TrimSuffix(topic, "/"), schemasTopic), nil
}
