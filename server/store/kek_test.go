package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func dek(kek string, s Subject, a Algorithm, version int) *Dek {
	return &Dek{DekList: DekList{kek, s, a}, Version: version, Encrypted: "YQ=="}
}

func TestKeysInTheView(t *testing.T) {
	a := Subject{"", "a"}
	first, second, tenth := dek("k", a, AES256GCM, 1), dek("k", a, AES256GCM, 2), dek("k", a, AES256GCM, 10)
	siv, elsewhere, longer := dek("k", a, AES256SIV, 1), dek("k", Subject{"b", "a"}, AES256GCM, 1), dek("kk", a, AES256GCM, 1)
	v := commit(t, Empty(), func(tx *Tx) error {
		tx.Put(&Kek{Name: "kk"}, &Kek{Name: "k"}, tenth, second, first, siv, elsewhere, longer)
		return nil
	})
	if got, want := slices.Collect(v.Deks(first.DekList)), []*Dek{first, second, tenth}; !slices.Equal(got, want) {
		t.Errorf("versions %v, want %v", got, want)
	}
	if got := len(slices.Collect(v.DeksOf("k"))); got != 5 {
		t.Errorf("%d keys under k, want 5", got)
	}
	if got := v.Dek(longer.DekList, 1); got != longer {
		t.Errorf("the key under kk is %v", got)
	}
	if v.Kek("k") == nil || v.Kek("n") != nil || v.Dek(first.DekList, 3) != nil {
		t.Error("what is there is not found, or what is not there is")
	}
	if all, few := v.KeyCount(100), v.KeyCount(3); all != 8 || few != 3 {
		t.Errorf("%d keys, %d of at most 3; want 8 and 3", all, few)
	}
}

func TestKeysSurviveStorage(t *testing.T) {
	for _, want := range []Record{
		&Kek{Name: "k", KMSType: "local-kms", KMSKeyID: "a/b", KMSProps: map[string]string{"x": "y"}, Doc: "d", Shared: true, Deleted: true},
		dek("k", Subject{"b", "a/ü"}, AES256SIV, 7),
	} {
		text, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(want.Key(), text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", want.Key(), diff)
		}
	}
}
