package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHG;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against the library's own exchange in the same group.
final class ModpGroupTest {
  private static final String GROUPS = "dhg1[4-8].*";

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = GROUPS)
  void bothSidesComeToTheSameSecret(BuiltinDHFactories group) throws Exception {
    AbstractDH ours = ModpGroup.of(group).create();
    AbstractDH theirs = group.create();

    ours.setF(theirs.getE());
    theirs.setF(ours.getE());

    assertThat(ours.getK()).isEqualTo(theirs.getK());
    assertThat(ours.getHash().getAlgorithm()).isEqualTo(theirs.getHash().getAlgorithm());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = GROUPS)
  void whatWouldGiveTheSecretAwayIsRefused(BuiltinDHFactories group) throws Exception {
    BigInteger p = ((DHG) group.create()).getP();
    for (BigInteger bad :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO.negate(),
            p.subtract(BigInteger.ONE),
            p)) {
      AbstractDH ours = ModpGroup.of(group).create();
      assertThat(ours.getE()).isNotEmpty();
      ours.setF(bad.toByteArray());
      assertThatThrownBy(ours::getK).hasMessageContaining("not a number of its group");
    }
  }
}
