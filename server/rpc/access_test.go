package rpc_test

import (
	"context"
	"testing"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
)

// caller is always the same one.
func caller(id string) func(context.Context) store.Caller {
	return func(context.Context) store.Caller {
		return store.Caller{ID: id, Groups: []string{"shop"}, Via: "TOKEN"}
	}
}

func TestWhoAmI(t *testing.T) {
	w := open(t, rpc.Config{Caller: caller("user:ada")})
	got, err := w.access.WhoAmI(t.Context(), &concordv1.WhoAmIRequest{})
	if c := got.GetCaller(); err != nil || c.GetId() != "user:ada" || c.GetVia() != "TOKEN" || len(c.GetGroups()) != 1 {
		t.Errorf("caller = %v, %v", got, err)
	}
}
