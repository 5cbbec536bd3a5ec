package rpc_test

import (
	"fmt"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/rpc"
)

// TestListScopes lists every scope that anything is set for, page by page.
func TestListScopes(t *testing.T) {
	w := open(t, rpc.Config{})
	level := &concordv1.Config{Level: concordv1.Level_LEVEL_FULL}
	for _, r := range []*concordv1.SetConfigRequest{{}, {Everywhere: true}, {Domain: "b"}, {Domain: "b", Subject: "s"}, {Subject: "s"}} {
		r.Config = level
		if _, err := w.client.SetConfig(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	const want = "[/ everywhere b/ b/s /s]"
	for size := range int32(7) {
		var got []string
		for token := ""; ; {
			page, err := w.client.ListScopes(t.Context(), &concordv1.ListScopesRequest{PageSize: size, PageToken: token})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range page.GetScopes() {
				name := s.GetDomain() + "/" + s.GetSubject()
				if s.GetEverywhere() {
					name = "everywhere"
				}
				got = append(got, name)
			}
			if token = page.GetNextPageToken(); token == "" {
				break
			}
		}
		if fmt.Sprint(got) != want {
			t.Errorf("pages of %d: %v, want %s", size, got, want)
		}
	}
	for _, r := range []*concordv1.ListScopesRequest{{PageSize: -1}, {PageSize: 1001}, {PageToken: "s"}} {
		if _, err := w.client.ListScopes(t.Context(), r); status.Code(err) != codes.InvalidArgument {
			t.Errorf("%v: %v, want InvalidArgument", r, err)
		}
	}
}
