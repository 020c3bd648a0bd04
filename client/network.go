package client

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
)

// A networkError is the network's, with what to do about it. It is no word of
// the gateway's.
type networkError struct {
	err  error
	hint string
}

func (e *networkError) Error() string { return e.err.Error() }
func (e *networkError) Unwrap() error { return e.err }
func (e *networkError) Hint() string  { return e.hint }

// unreached is the transport's error of a request that got no answer. What the
// client itself refused, a redirect for instance, is none of the network's.
func unreached(err, said error) error {
	hint := "see whether the host is right and can be reached from here: a proxy, a VPN, the network"
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var op net.Error
	switch err = withoutURL(err); { // which would pass for the network's itself
	case errors.As(err, &cert):
		hint = "the gateway's certificate is not trusted here: a proxy that reads along needs its authority in SSL_CERT_FILE, and the clock has to be right"
	case errors.As(err, &dns) && dns.IsNotFound:
		hint = "see whether the host is right: compare NEON_AI_GATEWAY_BASE_URL with the branch's AI Gateway page in the Neon Console"
	case errors.As(err, &op), slices.ContainsFunc([]error{io.EOF, io.ErrUnexpectedEOF}, func(cut error) bool { return errors.Is(err, cut) }):
	default:
		return said
	}
	return &networkError{said, hint}
}

// brokenOff is the error of an answer whose connection ended it.
func brokenOff(err error) error {
	return &networkError{fmt.Errorf("%w: %w", errNetwork, err), "what came is all there is: ask again"}
}
