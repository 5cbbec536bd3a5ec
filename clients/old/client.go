// Package concord is the Go client of Concord, a schema registry.
//
// A [Client] speaks two APIs of the same server. What serializers need at run time ([Client.Register], [Client.LookUp],
// [Client.ByID], [Client.ByGUID], [Client.Latest], [Client.Version]) goes over the REST API of Confluent Schema Registry,
// so that it works with any registry that has it. Everything else goes over Concord's own API in its JSON form, which
// tells findings with places and fixes, policy decisions, and positions. Neither needs gRPC or generated code: the client
// stands on the standard library and two small modules.
//
// An id and a GUID mean one schema for ever, so what they name is cached without end. The latest version of a subject is
// cached for [Config.LatestTTL]. Calls at the same time for the same thing become one request.
//
// [Frame] and its siblings are the bytes that serializers put before a datum; they are pure functions.
//
// Exported names of this package are kept within a major version.
package concord

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Config says how to reach a registry. The zero value is a registry on this machine.
type Config struct {
	// URLs are base URLs, tried in order until one answers; http://localhost:8081 when there are none.
	URLs []string
	// Domain is where subjects are looked for; empty for the default domain. [Client.In] reaches others.
	Domain string
	// User and Password are sent as basic authentication, Token as bearer. Only one of them may be set.
	User, Password, Token string
	// TLS is for https URLs; nil means the system's authorities.
	TLS *tls.Config
	// HTTP sends the requests; nil means a client of its own. TLS must be nil when it is set.
	HTTP *http.Client
	// UserAgent names the calling program; `concord-go` when empty.
	UserAgent string
	// Retries is how often a request is repeated that failed with 408, 429, 500, 502, 503 or 504, or because no URL
	// answered; 3 when zero, none when negative.
	Retries int
	// RetryWait is the first pause before a repetition, doubled each time up to RetryMax, less a random part; 1 s and 20 s
	// when zero. Where a server says Retry-After, that counts, up to RetryMax.
	RetryWait, RetryMax time.Duration
	// Timeout bounds one attempt; 30 s when zero. The context bounds all of them. Watches are bounded by the context alone.
	Timeout time.Duration
	// LatestTTL is for how long a latest version is believed; 10 s when zero, not at all when negative.
	LatestTTL time.Duration
	// Cached is how many schemas are kept, of each way to name them; 1000 when zero.
	Cached int
}

// Client is a registry seen from one domain. It is safe for concurrent use.
type Client struct {
	*wire
	caches *caches
	domain string
}

// New returns a client. It sends nothing; it returns an error for a Config that contradicts itself.
func New(c Config) (*Client, error) {
	c = c.withDefaults()
	bases, err := c.validate()
	if err != nil {
		return nil, err
	}
	caches, err := newCaches(c.Cached, c.LatestTTL)
	if err != nil {
		return nil, err
	}
	return &Client{wire: newWire(c, bases), caches: caches, domain: c.Domain}, nil
}

// In is the same client in another domain; empty for the default domain. Both share caches and connections.
func (c *Client) In(domain string) *Client {
	other := *c
	other.domain = domain
	return &other
}

// Domain is the domain that the client looks for subjects in.
func (c *Client) Domain() string { return c.domain }

func (c Config) withDefaults() Config {
	if len(c.URLs) == 0 {
		c.URLs = []string{"http://localhost:8081"}
	}
	c.UserAgent = cmp.Or(c.UserAgent, "concord-go")
	c.Retries = max(cmp.Or(c.Retries, 3), 0)
	c.RetryWait = cmp.Or(c.RetryWait, time.Second)
	c.RetryMax = cmp.Or(c.RetryMax, 20*time.Second)
	c.Timeout = cmp.Or(c.Timeout, 30*time.Second)
	c.LatestTTL = cmp.Or(c.LatestTTL, 10*time.Second)
	c.Cached = cmp.Or(c.Cached, 1000)
	return c
}

// validate collects every complaint, and reads the URLs.
func (c Config) validate() ([]*url.URL, error) {
	var problems []error
	var bases []*url.URL
	for _, text := range c.URLs {
		base, err := url.Parse(strings.TrimRight(text, "/"))
		if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
			problems = append(problems, fmt.Errorf("%q is not an http or https URL", text))
			continue
		}
		bases = append(bases, base)
	}
	if c.Token != "" && (c.User != "" || c.Password != "") {
		problems = append(problems, errors.New("set either User and Password, or Token"))
	}
	if c.TLS != nil && c.HTTP != nil {
		problems = append(problems, errors.New("TLS is for the client's own transport: set it on HTTP's"))
	}
	if c.RetryWait < 0 || c.RetryMax < 0 || c.Timeout < 0 || c.Cached < 0 {
		problems = append(problems, errors.New("a duration or size is negative"))
	}
	return bases, errors.Join(problems...)
}
