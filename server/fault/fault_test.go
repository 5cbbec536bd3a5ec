package fault

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"google.golang.org/grpc/codes"
)

// TestTable: every kind has a row, and the rows that callers rely on say what they always said.
func TestTable(t *testing.T) {
	for k := range Kind(len(table)) {
		if k.String() == "" || k.HTTP() < 400 || k.GRPC() == codes.OK || k.Exit() == 0 {
			t.Errorf("kind %d: %q %d %s %d", k, k, k.HTTP(), k.GRPC(), k.Exit())
		}
	}
	for _, test := range []struct {
		kind Kind
		http int
		grpc codes.Code
		exit int
	}{
		{Internal, http.StatusInternalServerError, codes.Internal, 1},
		{Incompatible, http.StatusConflict, codes.FailedPrecondition, 3},
		{Denied, http.StatusUnprocessableEntity, codes.FailedPrecondition, 3},
		{Unavailable, http.StatusServiceUnavailable, codes.Unavailable, 1},
		{Forbidden, http.StatusForbidden, codes.PermissionDenied, 5},
		{Stale, http.StatusConflict, codes.Aborted, 6},
	} {
		if test.kind.HTTP() != test.http || test.kind.GRPC() != test.grpc || test.kind.Exit() != test.exit {
			t.Errorf("%s = %d, %s, %d", test.kind, test.kind.HTTP(), test.kind.GRPC(), test.kind.Exit())
		}
	}
}

func TestKindOf(t *testing.T) {
	cause := errors.New("disk")
	err := error(&Error{Kind: Unavailable, Message: "no storage", Err: cause})
	Wrap(&err, "register %s", "a")
	if err.Error() != "register a: no storage" || !Is(err, Unavailable) || !errors.Is(err, cause) {
		t.Errorf("wrapped = %v, kind %s", err, KindOf(err))
	}
	if KindOf(fmt.Errorf("other")) != Internal || Is(nil, Internal) {
		t.Error("an error of nobody's kind is internal, and none is of no kind")
	}
	var none error
	if Wrap(&none, "anything"); none != nil {
		t.Errorf("Wrap made %v of nil", none)
	}
}
