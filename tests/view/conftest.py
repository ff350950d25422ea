from tests.report.conftest import certain, charged, cycled, uncertain, varied, without_sulfur

__all__ = ["certain", "charged", "cycled", "uncertain", "varied", "without_sulfur"]
