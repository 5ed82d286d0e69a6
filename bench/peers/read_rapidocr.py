"""RapidOCR with its own models, its lines taken as they come; the first run of lines of a zone's lengths is the zone."""

import cv2
import protocol
from rapidocr import RapidOCR

reader = RapidOCR(
    params={
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
)


def read(path):
    found = reader(cv2.imread(path))
    return protocol.lines_only(protocol.zone_of(protocol.plain("\n".join(found.txts or []))))


protocol.serve(read)
