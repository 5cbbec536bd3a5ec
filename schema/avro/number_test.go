package avro

import "testing"

func TestPrintNumber(t *testing.T) {
	tests := []struct{ name, literal, want string }{
		{"integer", "12", "12"},
		{"integer beyond 64 bits", "123456789012345678901234567890", "123456789012345678901234567890"},
		{"minus zero as an integer", "-0", "0"},
		{"minus zero as a float", "-0.0", "-0.0"},
		{"trailing zero", "1.10", "1.1"},
		{"exponent that is not needed", "1e3", "1000.0"},
		{"below the lower threshold", "0.0001", "1.0E-4"},
		{"at the lower threshold", "0.001", "0.001"},
		{"below the upper threshold", "9999999.0", "9999999.0"},
		{"at the upper threshold", "1e7", "1.0E7"},
		{"negative and large", "-1.5e300", "-1.5E300"},
		{"rounded to a double", "0.1234567890123456789", "0.12345678901234568"},
		{"smallest double has two digits", "4.9e-324", "4.9E-324"},
		{"too large becomes text", "1e400", `"Infinity"`},
		{"too large and negative becomes text", "-1e400", `"-Infinity"`},
		{"too small", "1e-400", "0.0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := printNumber(test.literal); got != test.want {
				t.Errorf("printNumber(%s) = %s, want %s", test.literal, got, test.want)
			}
		})
	}
}

func TestJavaFloatOf32Bits(t *testing.T) {
	tests := []struct {
		name string
		x    float64
		want string
	}{
		{"rounded", float64(float32(0.1234567890123)), "0.12345679"},
		{"smallest float", 1.401298464324817e-45, "1.4E-45"},
		{"whole", 16777216, "1.6777216E7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := javaFloat(test.x, 32); got != test.want {
				t.Errorf("javaFloat(%g, 32) = %s, want %s", test.x, got, test.want)
			}
		})
	}
}
