package concord

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// Config says how to reach a registry. The zero value is a registry on this machine.
type Config struct {
	// URLs are base URLs, tried in order until one answers; http://localhost:8081 when there are none.
	URLs []string
	// Domain is what [Client.Domain] gives for an empty name; `default` when empty.
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

// wire is what the transport needs; it puts in the defaults that it shares with other packages.
func (c Config) wire() wire.Config {
	return wire.Config{
		URLs: c.URLs, User: c.User, Password: c.Password, Token: c.Token, TLS: c.TLS, HTTP: c.HTTP, UserAgent: c.UserAgent,
		Retries: c.Retries, RetryWait: c.RetryWait, RetryMax: c.RetryMax, Timeout: c.Timeout,
	}
}

// Environment is the configuration that the environment names, as the command line reads it: CONCORD_URL, CONCORD_DOMAIN,
// CONCORD_TOKEN or CONCORD_TOKEN_FILE, CONCORD_USER, CONCORD_PASSWORD or CONCORD_PASSWORD_FILE; else
// SCHEMA_REGISTRY_URL and SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO. Several URLs are joined by commas.
func Environment() (Config, error) {
	c := Config{Domain: os.Getenv("CONCORD_DOMAIN"), User: os.Getenv("CONCORD_USER")}
	if urls := cmp.Or(os.Getenv("CONCORD_URL"), os.Getenv("SCHEMA_REGISTRY_URL")); urls != "" {
		c.URLs = strings.Split(urls, ",")
	}
	var err error
	if c.Token, err = secret("CONCORD_TOKEN"); err != nil {
		return Config{}, err
	}
	if c.Password, err = secret("CONCORD_PASSWORD"); err != nil {
		return Config{}, err
	}
	if c.User == "" && c.Token == "" {
		c.User, c.Password, _ = strings.Cut(os.Getenv("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO"), ":")
	}
	return c, nil
}

// secret is a variable, or the content of the file that the variable with _FILE names, without the end of its line.
func secret(name string) (string, error) {
	if value := os.Getenv(name); value != "" {
		return value, nil
	}
	file := os.Getenv(name + "_FILE")
	if file == "" {
		return "", nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", name, err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}
