package wire

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
	// Timeout bounds one attempt; 30 s when zero. The context bounds all of them.
	Timeout time.Duration
}

func (c Config) withDefaults() Config {
	if len(c.URLs) == 0 {
		c.URLs = []string{"http://localhost:8081"}
	}
	c.UserAgent = cmp.Or(c.UserAgent, "concord-go")
	c.Retries = max(cmp.Or(c.Retries, 3), 0)
	c.RetryWait = cmp.Or(c.RetryWait, time.Second)
	c.RetryMax = cmp.Or(c.RetryMax, 20*time.Second)
	c.Timeout = cmp.Or(c.Timeout, 30*time.Second)
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
	if c.RetryWait < 0 || c.RetryMax < 0 || c.Timeout < 0 {
		problems = append(problems, errors.New("a duration is negative"))
	}
	return bases, errors.Join(problems...)
}
