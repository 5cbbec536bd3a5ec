package dialect

import (
	"cmp"
	"log/slog"
	"time"
)

// DefaultMaxBody bounds a request body, in bytes, when [Config.MaxBody] is zero.
const DefaultMaxBody = 10 << 20

// Config says how the dialect is served. Its zero value will do.
type Config struct {
	// Logger gets panics and internal errors; nil discards.
	Logger *slog.Logger
	// MaxBody bounds a request body in bytes, packed and unpacked; [DefaultMaxBody] when zero.
	MaxBody int64
	// Origins may call from a browser, `*` stands for all; none when empty.
	Origins []string
	// Run does an operation in place of calling it; nil calls it. What it does before and after is done for all of them.
	Run func(*Call, Operation) (any, error)
	// Observe is called once for each answered request; nil means that nobody asks. route is a pattern with the names of
	// its parts in braces, empty when no route matched; method is `other` for unusual ones; client names the calling
	// library without its patch version and is empty when it does not say. All three are safe as labels of a metric.
	Observe func(route, method string, code int, took time.Duration, client string)
}

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Run == nil {
		c.Run = func(c *Call, o Operation) (any, error) { return o.Do(c) }
	}
	c.MaxBody = cmp.Or(c.MaxBody, DefaultMaxBody)
	return c
}
