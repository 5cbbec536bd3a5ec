package child

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
)

// longestLine of the child's log that is passed on, in bytes; the rest of a longer one is cut off.
const longestLine = 16 << 10

// relay passes the child's log on, line by line, until it ends, and returns why etcd ends if the log says so: its last fatal
// line, or else the first that is not of its logger. Once stopping is set everything is for debugging only: etcd reports each listener that it closes as a failure.
func relay(from io.Reader, to *slog.Logger, stopping *atomic.Bool) (last string) {
	lines := bufio.NewReaderSize(from, longestLine)
	for {
		line, cut, err := lines.ReadLine()
		if err != nil {
			return last
		}
		if end := pass(line, to, stopping.Load()); end != "" && (last == "" || line[0] == '{') {
			last = end
		}
		for cut && err == nil {
			_, cut, err = lines.ReadLine()
		}
	}
}

// expected are messages of etcd that come at every start, or at the first, and mean nothing for a single member that
// listens to its parent alone. They are logged for debugging only.
var expected = map[string]bool{
	"Running http and grpc server on single port. This is not recommended for production.": true,
	"simple token is not cryptographically signed":                                         true,
	"Failed to detect schema version":                                                      true,
	"failed to update storage version":                                                     true,
}

// pass logs one line, and returns it in short if etcd ends with it. One that etcd's logger did not write, of a panic for
// instance, is an error as it stands.
func pass(line []byte, to *slog.Logger, stopping bool) (end string) {
	var fields map[string]any
	if json.Unmarshal(line, &fields) != nil {
		text := strings.TrimSpace(string(line))
		if text != "" {
			to.Error("etcd: " + text)
		}
		return text
	}
	level, message := slog.LevelError, ""
	if fields["level"] == "warn" {
		level = slog.LevelWarn
	}
	message, _ = fields["msg"].(string)
	if expected[message] || stopping {
		level = slog.LevelDebug
	}
	to.Log(context.Background(), level, "etcd: "+message, attributes(fields)...)
	if fields["level"] != "fatal" && fields["level"] != "panic" {
		return ""
	}
	if cause, ok := fields["error"].(string); ok {
		return message + ": " + cause
	}
	return message
}

// attributes are the fields other than those that every line has.
func attributes(fields map[string]any) []any {
	var list []any
	for name, value := range fields {
		switch name {
		case "level", "msg", "ts", "caller", "stacktrace":
		default:
			list = append(list, slog.Any(name, value))
		}
	}
	return list
}
