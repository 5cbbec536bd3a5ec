package etcd

import (
	"context"
	"errors"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/concord-registry/concord/server/fault"
)

var (
	errClosed  = errors.New("the store is closed")
	errBehind  = errors.New("the watch has fallen behind")
	errApply   = errors.New("a change cannot be applied to the view")
	errSilent  = errors.New("etcd has not answered for a while")
	errHistory = errors.New("etcd holds another history than before")
)

// unavailable is the error for callers when storage does not answer. The cause goes to the log only: it may name hosts.
func unavailable(doing string, err error) error {
	e := fault.StorageAway.With("doing", doing)
	e.Hint, e.Err = advice(err), err
	return e
}

// advice is what to do about an error of etcd's.
func advice(err error) string {
	switch {
	case is(err, rpctypes.ErrGRPCNoSpace):
		return "etcd's database is full: compact, defragment, then disarm its alarm"
	case is(err, rpctypes.ErrGRPCCorrupt):
		return "etcd found its data damaged and takes no writes: restore the member"
	case is(err, rpctypes.ErrGRPCPermissionDenied), is(err, rpctypes.ErrGRPCAuthFailed), is(err, rpctypes.ErrGRPCUserEmpty):
		return "give the registry's etcd user read and write permission on the prefix " + root
	case errors.Is(err, errClosed):
		return "the server is shutting down; ask another replica"
	}
	return "try again; if it goes on, look at etcd and the way to it"
}

// refusal reports whether an error means that etcd refuses all writes as long as nobody does something about it.
func refusal(err error) bool {
	return is(err, rpctypes.ErrGRPCNoSpace) || is(err, rpctypes.ErrGRPCCorrupt) || is(err, rpctypes.ErrGRPCPermissionDenied)
}

// settled reports whether an error means that etcd will not take this write, however often it is sent.
func settled(err error) bool {
	return refusal(err) || is(err, rpctypes.ErrGRPCRequestTooLarge) || is(err, rpctypes.ErrGRPCTooManyOps)
}

// is reports whether err is an error of etcd's, as the client or as gRPC gives it.
func is(err, grpcError error) bool {
	if err == nil {
		return false
	}
	want := status.Convert(grpcError)
	var wrapped rpctypes.EtcdError
	if errors.As(err, &wrapped) {
		return wrapped.Error() == want.Message()
	}
	return status.Convert(err).Message() == want.Message()
}

// unimplemented reports whether the server is too old for a call.
func unimplemented(err error) bool {
	var wrapped rpctypes.EtcdError
	return status.Code(err) == codes.Unimplemented || errors.As(err, &wrapped) && wrapped.Code() == codes.Unimplemented
}

// problem is the short text for Status.
func problem(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "etcd does not answer in time"
	}
	return err.Error()
}
