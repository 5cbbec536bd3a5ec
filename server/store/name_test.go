package store

import "testing"

func TestPublicDomain(t *testing.T) {
	tests := []struct {
		domain DomainName
		want   string
	}{
		{DefaultDomain, "default"},
		{"billing", "billing"},
		{"default", ".default"},
		{"-", ".-"},
		{".default", "..default"},
		{".billing", "..billing"},
		{"a b", "a b"},
	}
	seen := map[string]DomainName{}
	for _, test := range tests {
		got := test.domain.Public()
		if got != test.want {
			t.Errorf("Public of %q = %q, want %q", test.domain, got, test.want)
		}
		if other, taken := seen[got]; taken {
			t.Errorf("%q and %q are both called %q", other, test.domain, got)
		}
		seen[got] = test.domain
		if back := PublicDomain(got); back != test.domain {
			t.Errorf("PublicDomain(%q) = %q, want %q", got, back, test.domain)
		}
	}
}

func TestResource(t *testing.T) {
	tests := []struct {
		scope Subject
		want  string
	}{
		{Subject{Domain: Everywhere}, "registry"},
		{Subject{}, "domains/default"},
		{Subject{"billing", ""}, "domains/billing"},
		{Subject{"", "orders-value"}, "domains/default/subjects/orders-value"},
		{Subject{"default", "a/b.proto"}, "domains/.default/subjects/a%2Fb.proto"},
		{Subject{"a b", "x:y ü"}, "domains/a%20b/subjects/x:y%20%C3%BC"},
	}
	for _, test := range tests {
		if got := test.scope.Resource(); got != test.want {
			t.Errorf("Resource of %q = %q, want %q", test.scope, got, test.want)
		}
	}
	if got, want := (Subject{"crm", "c"}).VersionResource(3), "domains/crm/subjects/c/versions/3"; got != want {
		t.Errorf("VersionResource = %q, want %q", got, want)
	}
}

func TestActions(t *testing.T) {
	seen := map[Action]bool{}
	for _, row := range Actions {
		if seen[row.Action] {
			t.Errorf("%s stands twice", row.Action)
		}
		seen[row.Action] = true
		if row.Does == "" {
			t.Errorf("%s has no sentence", row.Action)
		}
	}
}
