package demo

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// sealKey is no secret: it only makes a seal something that this gateway,
// after a restart too, knows from one it did not make.
const sealKey = "neonchat demo gateway"

// seal mints the opaque material of a reasoning block: a signature or
// encrypted content, bound to the model and to what it was made for.
func seal(m model, kind, content string) string {
	mac := hmac.New(sha256.New, []byte(sealKey))
	mac.Write([]byte(strings.Join([]string{m.id, kind, content}, "\x00")))
	sum := mac.Sum(nil)
	// Real ones are a few hundred characters long.
	body := append([]byte("demo:"+kind+":"+m.id+":"), sum...)
	for range 4 {
		next := sha256.Sum256(sum)
		sum = next[:]
		body = append(body, sum...)
	}
	return base64.StdEncoding.EncodeToString(body)
}

// sealed reports whether s is the seal of this very model and content.
func sealed(s string, m model, kind, content string) bool {
	return hmac.Equal([]byte(s), []byte(seal(m, kind, content)))
}

// digest names a thing after its content, so that equal requests get equal ids.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}
