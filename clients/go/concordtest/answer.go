package concordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
)

// answer is what a request is answered with.
type answer struct {
	status int
	body   []byte
}

// failure is why a request is not done.
type failure struct {
	http, code      int
	reason, message string
	verdict         *concord.Verdict
}

func (f *failure) Error() string { return f.message }

// The numbers of google.rpc.Code.
const (
	invalidArgument    = 3
	notFound           = 5
	failedPrecondition = 9
	unavailable        = 14
)

func invalid(reason, format string, args ...any) *failure {
	return &failure{http: http.StatusBadRequest, code: invalidArgument, reason: reason, message: fmt.Sprintf(format, args...)}
}

func missing(reason, format string, args ...any) *failure {
	return &failure{http: http.StatusNotFound, code: notFound, reason: reason, message: fmt.Sprintf(format, args...)}
}

// conflict is for what the state of something forbids.
func conflict(reason, format string, args ...any) *failure {
	return &failure{http: http.StatusConflict, code: failedPrecondition, reason: reason, message: fmt.Sprintf(format, args...)}
}

// answer does a request, unless the registry is out or has done the same write already.
func (s *Server) answer(r *http.Request) answer {
	if s.outages > 0 {
		return failed(&failure{http: http.StatusServiceUnavailable, code: unavailable, reason: "STORAGE_AWAY", message: "the storage of the registry does not answer"})
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return failed(invalid("BODY_UNREADABLE", "%v", err))
	}
	key := r.Header.Get("Idempotency-Key")
	if done, ok := s.answers[key]; ok && key != "" {
		return done
	}
	a := s.do(r, body)
	if key != "" && a.status < http.StatusInternalServerError {
		s.answers[key] = a
	}
	return a
}

func (s *Server) do(r *http.Request, body []byte) answer {
	method, request := s.route(r)
	if method == nil {
		return failed(missing("METHOD_UNKNOWN", "concordtest has no method for %s %s", r.Method, r.URL.Path))
	}
	request.query, request.body = r.URL.Query(), body
	message, f := method(request)
	if f != nil {
		return failed(f)
	}
	text, err := json.Marshal(message)
	if err != nil {
		s.t.Errorf("concordtest: %v", err)
	}
	return answer{http.StatusOK, text}
}

// failed is a google.rpc.Status.
func failed(f *failure) answer {
	details := []any{map[string]any{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": f.reason, "domain": "concord", "metadata": map[string]string{}}}
	if f.verdict != nil {
		details = append(details, struct {
			Type string `json:"@type"`
			*concord.Verdict
		}{"type.googleapis.com/concord.v1.Verdict", f.verdict})
	}
	text, err := json.Marshal(map[string]any{"code": f.code, "message": f.message, "details": details})
	if err != nil {
		panic(err) // nothing in it that JSON cannot say
	}
	return answer{f.http, text}
}

// decode reads a body; what it does not know is refused.
func (r request) decode(into any) *failure {
	decoder := json.NewDecoder(strings.NewReader(string(r.body)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return invalid("BODY_UNREADABLE", "%v", err)
	}
	return nil
}

// position is how far the registry is; its epoch never changes.
func (s *Server) position() string { return fmt.Sprintf("1.%d", s.seq) }
