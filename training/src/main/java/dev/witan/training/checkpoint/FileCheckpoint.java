// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.checkpoint;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.time.NanoClock;
import dev.witan.model.storage.SafeWriter;
import dev.witan.model.storage.Storage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/// A checkpoint in one file: what training it belongs to, where that stands, and a digest of both. It is written aside,
/// forced to disk and renamed, so that a stop at any moment leaves the former one or the new one.
final class FileCheckpoint implements Checkpoint {
    private static final String FORMAT = "witan.checkpoint.v1";

    private final Path file;
    private final SafeWriter writer;
    private final Map<String, String> facts;
    private final Rhythm rhythm;
    private final NanoClock clock;
    private long lastStep;
    private long lastNanos;

    FileCheckpoint(Path file, Storage storage, Map<String, String> facts, Rhythm rhythm, NanoClock clock) {
        this.file = file;
        this.writer = new SafeWriter(storage);
        this.facts = facts;
        this.rhythm = rhythm;
        this.clock = clock;
        this.lastNanos = clock.nanos();
    }

    @Override
    public boolean resume(Reader reader) {
        if (!Files.exists(file)) {
            return false;
        }
        MessageDigest digest = sha256();
        try (DataInputStream in = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest))) {
            requireFormat(in.readUTF());
            requireSame(facts(in));
            reader.readFrom(in);
            byte[] computed = digest.digest();
            if (!MessageDigest.isEqual(computed, in.readNBytes(computed.length))) {
                throw new IOException("its digest does not match");
            }
            return true;
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: the checkpoint cannot be read, %s: delete it to train from the start"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private void requireFormat(String format) throws IOException {
        if (!format.equals(FORMAT)) {
            throw new IOException("its format must be %s: %s".formatted(FORMAT, format));
        }
    }

    private static Map<String, String> facts(DataInputStream in) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            facts.put(in.readUTF(), in.readUTF());
        }
        return facts;
    }

    private void requireSame(Map<String, String> kept) {
        TreeMap<String, String> all = new TreeMap<>(kept);
        all.putAll(facts);
        for (String name : all.keySet()) {
            String was = kept.getOrDefault(name, "not set");
            String is = facts.getOrDefault(name, "not set");
            if (!was.equals(is)) {
                throw WitanException.invalidInput(
                        "%s: the checkpoint is of another training: %s was %s and is %s now; train with what it was,"
                                        .formatted(file, name, was, is)
                                + " name another folder, or delete the file to train from the start");
            }
        }
    }

    @Override
    public void offer(long step, Writer state) {
        if (step - lastStep >= rhythm.steps()
                || clock.nanos() - lastNanos >= rhythm.time().toNanos()) {
            keep(state);
            lastStep = step;
        }
    }

    @Override
    public void keep(Writer state) {
        try {
            writer.write(file, channel -> write(channel, state));
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL,
                    "%s: the checkpoint could not be written: %s; make room, or train without one".formatted(file, e),
                    e);
        }
        lastNanos = clock.nanos();
    }

    private void write(WritableByteChannel channel, Writer state) throws IOException {
        MessageDigest digest = sha256();
        OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        DataOutputStream out = new DataOutputStream(new DigestOutputStream(bytes, digest));
        out.writeUTF(FORMAT);
        out.writeInt(facts.size());
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            out.writeUTF(fact.getKey());
            out.writeUTF(fact.getValue());
        }
        state.writeTo(out);
        out.flush();
        bytes.write(digest.digest());
        bytes.flush();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
